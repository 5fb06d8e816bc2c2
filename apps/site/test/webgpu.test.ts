import { draw, kaimingNormal } from '@nn/init'
import { createRng } from '@nn/random'
import { expect, it } from 'vitest'
import { openSite } from './support/site.ts'

// Chromium has an adapter in software.
const site = openSite('/', ['--enable-unsafe-webgpu'])

it('the block of the page fills a mapped buffer of a GPU with the bits that Node draws', async () => {
  const { tab: open, url } = site()
  const tab = await open()
  await tab.goto(`${url}bridges/webgpu.html`)
  await tab.click('.run-button')
  await tab.waitForSelector('.run-button:has-text("Run")')
  const rng = createRng(42)
  const weight = draw(kaimingNormal(), { shape: [8, 4], axes: { out: 0, in: 1 }, rng, path: '0.weight' })
  expect(await tab.locator('.run-row').allTextContents()).toEqual([
    `Float32Array [${[...weight].join(', ')}]`,
  ])
  await tab.close()
})

it('the block says so where there is no adapter', async () => {
  const { tab: open, url } = site()
  const tab = await open()
  await tab.goto(`${url}bridges/webgpu.html`)
  await tab.waitForSelector('code[contenteditable]')
  await tab.click('code[contenteditable]')
  await tab.keyboard.press('Control+Home')
  await tab.keyboard.insertText("Object.defineProperty(navigator, 'gpu', { value: undefined })\n")
  await tab.keyboard.press('Control+Enter')
  await tab.waitForSelector('.run-error')
  expect(await tab.locator('.run-row').allTextContents()).toEqual([
    'line 6Error: WebGPU: expected an adapter, got none in this browser',
  ])
  await tab.close()
})
