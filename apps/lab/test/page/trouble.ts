import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import type { PictureName } from '../../src/pictures/picture.ts'
import { closePage, control, drawn, forget, type Lab, openPage, PATIENCE, svgOf } from './page.ts'

const SMALL = 'depth=3&width=8&batch=16'
const PICTURES: readonly PictureName[] = ['network', 'forward', 'backward', 'weights']

async function run(page: Page, code: string): Promise<void> {
  await control(page, '(request) => values').fill(code)
  await page.getByRole('button', { name: 'Run' }).click()
}

async function pictures(page: Page): Promise<string[]> {
  for (const name of PICTURES) await drawn(page, name)
  return Promise.all(PICTURES.map((name) => svgOf(page, name)))
}

/** Bad input is answered at its place, and everything else goes on. */
export function troubleTests(lab: () => Lab): void {
  test.each([
    ['throws', '(request) => { throw new Error("no such luck") }', 'no such luck'],
    ['is no JavaScript', '(request) => {{{', ''],
    ['returns nonsense', '(request) => "all of them"', ''],
  ])('a function that %s: its error stands at it, and no picture changes', async (_, code, word) => {
    const page = await openPage(lab(), `${SMALL}&weight=custom((request) => zeros()(request))`)
    const before = await pictures(page)
    await run(page, code)
    const area = control(page, '(request) => values')
    await expect.poll(() => area.getAttribute('aria-invalid'), PATIENCE).toBe('true')
    const problem = page.locator(`#${await area.getAttribute('aria-describedby')}`)
    expect((await problem.innerText()).length).toBeGreaterThan(10)
    expect(await problem.innerText()).toContain(word)
    expect(await area.inputValue()).toBe(code)
    expect(await Promise.all(PICTURES.map((name) => svgOf(page, name)))).toStrictEqual(before)
    await forget(page)
    await run(page, '(request) => ones()(request)')
    expect(await pictures(page)).not.toStrictEqual(before)
    await expect.poll(() => area.getAttribute('aria-invalid'), PATIENCE).toBeNull()
    await closePage(page)
  })

  test('a function that never ends is cancelled, and the page goes on', async () => {
    const page = await openPage(lab(), `${SMALL}&weight=custom((request) => zeros()(request))`)
    const before = await pictures(page)
    await run(page, '(request) => { for (;;); }')
    await page.locator('#forward').getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => page.locator('[aria-busy="true"]').count(), PATIENCE).toBe(0)
    expect(await Promise.all(PICTURES.map((name) => svgOf(page, name)))).toStrictEqual(before)
    await forget(page)
    await run(page, '(request) => ones()(request)')
    expect(await pictures(page)).not.toStrictEqual(before)
    await closePage(page)
  })

  test('another function takes the place of one that never ends', async () => {
    const page = await openPage(lab(), `${SMALL}&weight=custom((request) => zeros()(request))`)
    const before = await pictures(page)
    await forget(page)
    await run(page, '(request) => { for (;;); }')
    await run(page, '(request) => ones()(request)')
    expect(await pictures(page)).not.toStrictEqual(before)
    expect(await control(page, '(request) => values').getAttribute('aria-invalid')).toBeNull()
    await closePage(page)
  })

  test('a function that never ends is stopped after a while, with a message at it', async () => {
    const page = await openPage(lab(), `${SMALL}&weight=custom((request) => { for (;;); })`)
    const area = control(page, '(request) => values')
    await expect.poll(() => area.getAttribute('aria-invalid'), PATIENCE).toBe('true')
    await control(page, 'Weights').selectOption('xavierUniform')
    expect((await drawn(page, 'forward')).state.init.weight.name).toBe('xavierUniform')
    await closePage(page)
  })

  test('long work shows how far it is, is cancelled and starts again', async () => {
    const page = await openPage(lab(), 'depth=100&width=100')
    const chaos = page.locator('#chaos')
    await chaos.scrollIntoViewIfNeeded()
    await chaos.getByRole('progressbar').waitFor()
    await chaos.getByRole('button', { name: 'Cancel' }).click()
    await chaos.getByRole('button', { name: 'Compute' }).click()
    expect((await drawn(page, 'chaos')).data.correlation.length).toBeGreaterThan(1)
    await closePage(page)
  })

  test('training stands still while it is paused', async () => {
    const page = await openPage(lab(), `${SMALL}&data=spirals`)
    const training = page.locator('#training')
    await training.scrollIntoViewIfNeeded()
    await training.getByRole('button', { name: 'Train' }).click()
    await training.getByRole('button', { name: 'Pause' }).click()
    const share = () => training.getByRole('progressbar').getAttribute('value')
    // What was under way when it was told to wait may still come.
    const settled = async (before: string | null): Promise<string | null> => {
      await page.waitForTimeout(100)
      const now = await share()
      return now === before ? now : settled(now)
    }
    const paused = await settled(await share())
    await page.waitForTimeout(300)
    expect(await share()).toBe(paused)
    await training.getByRole('button', { name: 'Resume' }).click()
    await training.getByRole('button', { name: 'Train' }).waitFor()
    await closePage(page)
  })
}
