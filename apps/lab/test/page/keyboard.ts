import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { closePage, drawn, forget, type Lab, openPage, svgOf } from './page.ts'

/** What has the focus, as a reader hears it. */
function focused(page: Page): Promise<{ name: string; isVisible: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return { name: '', isVisible: false }
    const label = (element as HTMLInputElement).labels?.[0]?.textContent
    const name = element.getAttribute('aria-label') ?? label ?? element.textContent ?? ''
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return { name: name.trim(), isVisible: outlineStyle !== 'none' && outlineWidth !== '0px' }
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
    await page.evaluate(() => {
      scrollTo(0, 0)
      const { activeElement } = document
      if (activeElement instanceof HTMLElement) activeElement.blur()
    })
    const expected = await page.evaluate(
      () =>
        document.querySelectorAll(
          'a[href], button:not([disabled], [tabindex="-1"]), input, select, summary, section[tabindex]',
        ).length,
    )
    const seen = new Set<string>()
    await page.locator('body').focus()
    for (let press = 0; press < expected; press++) {
      await page.keyboard.press('Tab')
      const { name, isVisible } = await focused(page)
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
    await expect
      .poll(() => page.locator('#weights').getByRole('img').getAttribute('aria-label'))
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
