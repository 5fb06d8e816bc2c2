import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright'
import type { PictureName, Pictures } from '../../src/pictures/picture.ts'
import type { LabState } from '../../src/state/state.ts'

/** The built lab on loopback, and the browser that all tests share. */
export interface Lab {
  readonly url: string
  readonly browser: Browser
}

/** A picture that the page drew. */
export interface Drawn<N extends PictureName = PictureName> {
  readonly name: N
  readonly data: Pictures[N]
  readonly state: LabState
}

/** How long is waited for what has to come: tests are not timed, only what hangs ends here. */
export const PATIENCE = { timeout: 120_000 } as const

/** What the page's own script keeps of the events of pictures. */
type Kept = typeof globalThis & { drawn: Record<string, Drawn>; begun: Record<string, Drawn> }

/** A page of its own context that shows a link. */
export async function openPage(lab: Lab, hash: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await lab.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE.timeout)
  await page.addInitScript(() => {
    const kept = globalThis as Kept
    kept.drawn = {}
    kept.begun = {}
    addEventListener('picture', (event) => {
      const { detail } = event as CustomEvent<Drawn & { isComplete: boolean }>
      const { name, data, state } = detail
      kept.begun[name] = { name, data, state }
      if (detail.isComplete) kept.drawn[name] = { name, data, state }
    })
  })
  await page.goto(`${lab.url}#${hash}`)
  return page
}

/** A control by its label. */
export function control(page: Page, label: string): Locator {
  return page.getByLabel(label, { exact: true })
}

/** Closes a page with all that it keeps. */
export function closePage(page: Page): Promise<void> {
  return page.context().close()
}

/** Forgets what has been drawn, so that `drawn` waits for the next picture. */
export function forget(page: Page): Promise<void> {
  return page.evaluate(() => {
    const kept = globalThis as Kept
    kept.drawn = {}
  })
}

/**
 * A picture with its numbers, once it has been drawn, of a state that has these members: one of the state before may still come. What waits
 * for the reader is started.
 */
export async function drawn<N extends PictureName>(
  page: Page,
  name: N,
  state: Partial<Pick<LabState, 'depth' | 'activation'>> = {},
): Promise<Drawn<N>> {
  await page.locator(`#${name}`).scrollIntoViewIfNeeded()
  if (name === 'training') await train(page)
  await page.waitForFunction(
    ([wanted, depth, activation]) => {
      const of = (globalThis as Kept).drawn[wanted]?.state
      return of && (depth ?? of.depth) === of.depth && (activation ?? of.activation) === of.activation
    },
    [name, state.depth, state.activation] as const,
  )
  const found = await page.evaluate((wanted) => (globalThis as Kept).drawn[wanted], name)
  return found as Drawn<N>
}

/** Training as far as it was when it was cancelled, after a few steps. */
export async function begunTraining(page: Page): Promise<Drawn<'training'>> {
  await page.locator('#training').scrollIntoViewIfNeeded()
  await train(page)
  await page.waitForFunction(() => {
    const { data } = (globalThis as Kept).begun.training ?? {}
    return data !== undefined && 'curves' in data && data.curves.some(({ losses }) => losses.length > 5)
  })
  await page.locator('#training').getByRole('button', { name: 'Cancel' }).click()
  const found = await page.evaluate(() => (globalThis as Kept).begun.training)
  return found as Drawn<'training'>
}

function train(page: Page): Promise<void> {
  return page.locator('#training').getByRole('button', { name: 'Train' }).click()
}

/** The picture as it stands in the page. */
export function svgOf(page: Page, name: PictureName): Promise<string> {
  return page
    .locator(`#${name} .plot svg`)
    .first()
    .evaluate((svg) => svg.outerHTML)
}
