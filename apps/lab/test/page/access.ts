import axe from 'axe-core'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { closePage, control, drawn, type Lab, openPage } from './page.ts'

/** What axe finds wrong in a page. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<axe.AxeResults>('axe.run()')
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
}

/** All figures with their pictures, the code open, and a problem at a control. */
async function openAll(lab: Lab, options: Parameters<typeof openPage>[2]): Promise<Page> {
  const page = await openPage(lab, 'depth=6&width=20&batch=32&activation=nothing', options)
  for (const name of ['network', 'forward', 'weights', 'saturation', 'chaos', 'code'] as const)
    await drawn(page, name)
  await page.locator('#forward summary').click()
  return page
}

/** What a browser says of a layout that moved, of which TypeScript's DOM knows nothing. */
interface LayoutShift extends PerformanceEntry {
  readonly sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[]
}
type Moved = typeof globalThis & { moved: string[] }

/** The page can be read and used by everyone. */
export function accessTests(lab: () => Lab): void {
  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 360, height: 740 } }],
  ] as const)('axe finds nothing: %s', async (_, options) => {
    const page = await openAll(lab(), options)
    expect(await violations(page)).toStrictEqual([])
    await closePage(page)
  })

  test('axe finds what is wrong', async () => {
    const page = await openPage(lab(), '')
    await page.evaluate(() => document.querySelector('label')?.remove())
    expect((await violations(page)).join()).toContain('select-name')
    await closePage(page)
  })

  test('360 pixels: nothing scrolls sideways, and the choices open and close', async () => {
    const page = await openPage(lab(), '', { viewport: { width: 360, height: 740 } })
    await drawn(page, 'chaos')
    await drawn(page, 'code')
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
    expect(await wide()).toBe(360)
    const kind = control(page, 'Kind')
    expect(await kind.isVisible()).toBe(false)
    await page.getByText('Choices').click()
    expect(await kind.isVisible()).toBe(true)
    expect(await wide()).toBe(360)
    await closePage(page)
  })

  test('nothing moves while pictures come', async () => {
    const page = await openPage(lab(), '')
    await page.evaluate(() => {
      const kept = globalThis as Moved
      kept.moved = []
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as LayoutShift[]) {
          for (const { node, previousRect, currentRect } of entry.sources) {
            const element = node instanceof Element ? node : node?.parentElement
            const place = `${element?.closest('figure')?.id} ${element?.tagName} ${element?.className}`
            kept.moved.push(`${place}: ${previousRect.y} to ${currentRect.y}`)
          }
        }
      })
      observer.observe({ type: 'layout-shift', buffered: true })
    })
    for (const name of ['forward', 'weights', 'chaos', 'code'] as const) await drawn(page, name)
    expect(await page.evaluate(() => (globalThis as Moved).moved)).toStrictEqual([])
    await closePage(page)
  })

  test('every picture has a text of its own, and its numbers as a table', async () => {
    const page = await openPage(lab(), 'depth=6&width=20&batch=32')
    for (const name of [
      'network',
      'forward',
      'backward',
      'weights',
      'saturation',
      'matrices',
      'symmetry',
      'chaos',
    ] as const) {
      const { data } = await drawn(page, name)
      expect(data).toBeDefined()
      const image = page.locator(`#${name} .plot svg`).first()
      expect((await image.getAttribute('aria-label'))?.length, name).toBeGreaterThan(40)
      await page.locator(`#${name} summary`).click()
      await page.locator(`#${name} details tbody tr`).nth(1).waitFor()
    }
    await closePage(page)
  })
}
