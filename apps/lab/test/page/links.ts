import { expect, test } from 'vitest'
import { closePage, control, drawn, forget, type Lab, openPage, PATIENCE, svgOf } from './page.ts'

const HASH = 'depth=12&width=40&activation=relu&weight=kaimingNormal&batch=64&seed=7'

/** A link is the whole state: it gives the same picture again, and the history walks through states. */
export function linkTests(lab: () => Lab): void {
  test('the same link gives the same pictures', async () => {
    const pictures = ['network', 'forward', 'backward', 'weights', 'saturation'] as const
    const look = async () => {
      const page = await openPage(lab(), HASH)
      const found: string[] = []
      for (const name of pictures) {
        await drawn(page, name)
        found.push(await svgOf(page, name))
      }
      await closePage(page)
      return found
    }
    const first = await look()
    expect(first.every((svg) => svg.startsWith('<svg'))).toBe(true)
    expect(await look()).toStrictEqual(first)
  })

  test('another seed gives other pictures', async () => {
    const page = await openPage(lab(), HASH)
    await drawn(page, 'forward')
    const before = await svgOf(page, 'forward')
    await forget(page)
    await page.getByRole('button', { name: 'New seed' }).click()
    await drawn(page, 'forward')
    expect(await svgOf(page, 'forward')).not.toBe(before)
    await closePage(page)
  })

  test('back and forward walk through the states, and a slider is one step', async () => {
    const page = await openPage(lab(), HASH)
    const depth = control(page, 'Depth')
    await drawn(page, 'forward')
    await control(page, 'Depth, slider').focus()
    for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowRight')
    await control(page, 'Activation').selectOption('tanh')
    expect(page.url()).toContain('depth=15')
    expect(page.url()).not.toContain('activation=relu')
    await drawn(page, 'forward', { depth: 15, activation: 'tanh' })
    await page.goBack()
    await drawn(page, 'forward', { depth: 15, activation: 'relu' })
    await expect.poll(() => depth.inputValue(), PATIENCE).toBe('15')
    await page.goForward()
    await drawn(page, 'forward', { depth: 15, activation: 'tanh' })
    await closePage(page)
  })

  test('a slider that is dragged through many values is one step of the history', async () => {
    const page = await openPage(lab(), HASH)
    await drawn(page, 'forward')
    const before = await page.evaluate(() => history.length)
    const box = await control(page, 'Depth, slider').boundingBox()
    if (box === null) throw new Error('the slider is not there')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.12, y)
    await page.mouse.down()
    for (const share of [0.2, 0.3, 0.4, 0.5]) await page.mouse.move(box.x + box.width * share, y)
    await page.mouse.up()
    expect(await page.evaluate(() => history.length)).toBe(before + 1)
    await page.goBack()
    await expect.poll(() => page.evaluate(() => location.hash), PATIENCE).toBe(`#${HASH}`)
    await closePage(page)
  })

  test('what a link says wrong is said at its control, and the default is taken', async () => {
    const page = await openPage(lab(), 'depth=900&activation=rleu&weight=kaimingNorml&seed=x&colour=red')
    for (const [label, word] of [
      ['Depth', '900'],
      ['Activation', 'rleu'],
      ['Weights', 'kaimingNorml'],
      ['Seed', 'x'],
    ] as const) {
      const place = control(page, label)
      expect(await place.getAttribute('aria-invalid'), label).toBe('true')
      const id = await place.getAttribute('aria-describedby')
      expect(await page.locator(`#${id}`).innerText(), label).toContain(word)
    }
    expect(await page.getByRole('complementary').innerText()).toContain('colour')
    expect((await drawn(page, 'forward')).state).toMatchObject({ depth: 20, activation: 'tanh', seed: 42 })
    await control(page, 'Activation').selectOption('relu')
    expect(await control(page, 'Activation').getAttribute('aria-invalid')).toBeNull()
    expect(await control(page, 'Depth').getAttribute('aria-invalid')).toBe('true')
    await closePage(page)
  })
}
