import type { Page as Tab } from 'playwright'
import { describe, expect, it } from 'vitest'
import { openSite } from '../support/site.ts'

const site = openSite()

/** A page whose first block has some code in the place of its own. */
async function withCode(code: string): Promise<Tab> {
  const { tab: open, url } = site()
  const tab = await open()
  await tab.goto(url)
  await tab.waitForSelector('code[contenteditable]')
  await tab.click('code[contenteditable]')
  await tab.keyboard.press('Control+a')
  await tab.keyboard.insertText(code)
  return tab
}

/** The rows that a block says once it has run, as `LINE TEXT`. */
async function said(tab: Tab): Promise<string[]> {
  await tab.keyboard.press('Control+Enter')
  await tab.waitForSelector('.run-button:has-text("Run")')
  return tab.locator('.run-out > *').allTextContents()
}

describe('a block of a page', () => {
  it('prints, shows values beside their lines and what is thrown', async () => {
    const tab = await withCode(
      [
        "import { xavierUniform } from '@nn/init'",
        "import { createRng, type Rng } from '@nn/random'",
        'const rng: Rng = createRng(42)',
        "console.log('a', [1, -0, { b: 'c' }])",
        'rng.uniform(new Float32Array(2)) // => anything',
        'xavierUniform({ gain: 0 }) // throws /anything/',
      ].join('\n'),
    )
    const { createRng } = await import('@nn/random')
    const [a, b] = createRng(42).uniform(new Float32Array(2))
    expect(await said(tab)).toEqual([
      "a [1, -0, { b: 'c' }]",
      `line 5Float32Array [${a}, ${b}]`,
      'line 6RangeError: xavierUniform: expected gain > 0, got 0',
    ])
    await tab.click('.run-button:has-text("Reset")')
    expect(await tab.locator('code[contenteditable]').first().innerText()).toContain(
      "import { torch } from '@nn/init/torch'",
    )
    await tab.close()
  })

  it.each([
    ['1\n2 +', 'line 2SyntaxError'],
    ["1\nthrow new Error('mine')", 'line 2Error: mine'],
    ['const f = () => {\n  undefined.x\n}\nf()', 'line 2TypeError'],
    ["import { nothing } from '@nn/random'", 'SyntaxError'],
    ["import x from 'lodash'", 'Error: import: expected one of these packages in a page, got lodash'],
    [
      "import x from '@nn/io/node'",
      'Error: import: expected one of these packages in a page, got @nn/io/node',
    ],
  ])('says what is wrong with %j', async (code, fault) => {
    const tab = await withCode(code)
    const rows = await said(tab)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain(fault)
    await tab.close()
  })

  it('that never ends is stopped, and runs again', async () => {
    const tab = await withCode('for (;;) {}')
    await tab.keyboard.press('Control+Enter')
    await tab.click('.run-button:has-text("Stop")')
    expect(await tab.locator('.run-row').allTextContents()).toEqual(['stopped'])
    await tab.click('.run-button:has-text("Reset")')
    await tab.click('.run-button:has-text("Run")')
    await tab.waitForSelector('.run-value')
    await tab.close()
  })

  it('that never ends is stopped after a while by itself', async () => {
    const tab = await site().tab()
    await tab.clock.install()
    await tab.goto(site().url)
    await tab.click('code[contenteditable]')
    await tab.keyboard.press('Control+a')
    await tab.keyboard.insertText('for (;;) {}')
    await tab.keyboard.press('Control+Enter')
    await tab.waitForSelector('.run-button:has-text("Stop")')
    await tab.clock.fastForward(31_000)
    expect(await tab.locator('.run-row').allTextContents()).toEqual(['stopped: expected an end within 30 s'])
    await tab.close()
  })

  it('that prints for ever does not fill the page', async () => {
    const tab = await withCode("for (let i = 0; i < 2000; i++) console.log('a')\n1 // => 1")
    const rows = await said(tab)
    expect(rows).toHaveLength(501)
    expect(rows.at(-1)).toBe('…')
    await tab.close()
  })
})
