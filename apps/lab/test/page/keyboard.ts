import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { closePage, drawn, forget, type Lab, openPage, PATIENCE, svgOf } from './page.ts'

interface Focused {
  readonly name: string
  /** Whether it shows that it has the focus. */
  readonly isVisible: boolean
  /** Whether it has it for the first time. */
  readonly isNew: boolean
}

/** What has the focus, as a reader hears it. */
function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body)
      return { name: '', isVisible: false, isNew: false }
    const label = (element as HTMLInputElement).labels?.[0]?.textContent
    const name = element.getAttribute('aria-label') ?? label ?? element.textContent ?? ''
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const isNew = element.dataset.focused === undefined
    element.dataset.focused = ''
    return { name: name.trim(), isVisible: outlineStyle !== 'none' && outlineWidth !== '0px', isNew }
  })
}

/** Presses Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 300; press++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)).name === name) return
  }
  throw new Error(`Tab does not lead to ${name}`)
}

/** All that a mouse can do, a keyboard can. */
export function keyboardTests(lab: () => Lab): void {
  test('Tab leads through every control, and each shows that it has the focus', async () => {
    const page = await openPage(lab(), 'depth=3&width=8&batch=16&weight=normal')
    for (const name of ['network', 'forward', 'code'] as const) await drawn(page, name)
    const seen = new Set<string>()
    for (;;) {
      await page.keyboard.press('Tab')
      const { name, isVisible, isNew } = await focused(page)
      if (!isNew) break
      expect(isVisible, name).toBe(true)
      seen.add(name)
    }
    const controls = [
      'Kind',
      'Depth, slider',
      'Depth',
      'Width, slider',
      'Activation',
      'Weights',
      'std, slider',
      'std',
      'Biases',
    ]
    const others = [
      'Data',
      'Batch',
      'Bits of another framework',
      'Seed',
      'New seed',
      '0.weight',
      'Parameters of the network',
      'Train',
    ]
    for (const name of [...controls, ...others]) expect([...seen]).toContain(name)
    await closePage(page)
  })

  test('a slider, a choice and a seed change the pictures', async () => {
    const page = await openPage(lab(), 'depth=3&width=8&batch=16')
    let before = (await drawn(page, 'forward')) && (await svgOf(page, 'forward'))
    const changes = async (name: string, key: string) => {
      await tabTo(page, name)
      await forget(page)
      await page.keyboard.press(key)
      await drawn(page, 'forward')
      const after = await svgOf(page, 'forward')
      expect(after, name).not.toBe(before)
      before = after
    }
    await changes('Depth, slider', 'ArrowRight')
    await changes('Activation', 'ArrowUp')
    await changes('Weights', 'ArrowDown')
    await changes('New seed', 'Enter')
    await closePage(page)
  })

  test('a parameter is chosen in the table', async () => {
    const page = await openPage(lab(), 'depth=3&width=8&batch=16')
    await drawn(page, 'weights')
    await drawn(page, 'network')
    await tabTo(page, '2.weight')
    await page.keyboard.press('Enter')
    // What is out of sight waits until a reader comes there.
    await page.locator('#weights').scrollIntoViewIfNeeded()
    await expect
      .poll(() => page.locator('#weights .plot svg').first().getAttribute('aria-label'), PATIENCE)
      .toContain('2.weight')
    expect(page.url()).toContain('parameter=2.weight')
    await closePage(page)
  })

  test('a point of the map is chosen, and the network started there', async () => {
    const page = await openPage(lab(), 'depth=3&width=8&batch=16')
    await drawn(page, 'chaos')
    await page.locator('#chaos input').first().focus()
    const readout = page.locator('#chaos output')
    const before = await readout.innerText()
    for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight')
    expect(await readout.innerText()).not.toBe(before)
    await tabTo(page, 'Start the network here')
    await forget(page)
    await page.keyboard.press('Enter')
    expect((await drawn(page, 'chaos')).state.init.weight.name).toBe('varianceScaling')
    await closePage(page)
  })

  test('arrow keys go through the frameworks', async () => {
    const page = await openPage(lab(), 'depth=3&width=8&batch=16')
    await drawn(page, 'code')
    const chosen = page.locator('#code [aria-selected="true"]')
    await chosen.focus()
    const names = new Set([await chosen.innerText()])
    for (let press = 0; press < 4; press++) {
      await page.keyboard.press('ArrowRight')
      names.add(await chosen.innerText())
      expect((await focused(page)).name).toBe(await chosen.innerText())
    }
    expect(names.size).toBe(5)
    await closePage(page)
  })
}
