import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page as Tab } from 'playwright'
import { describe, expect, it } from 'vitest'
import { openSite } from './support/site.ts'

const site = openSite()
const page = readFileSync(new URL('../pages/browsers.md', import.meta.url), 'utf8')
const packages = fileURLToPath(new URL('../node_modules/@nn/', import.meta.url))

/** A tab with a page of this text, which is served beside the site with these headers. */
async function tabWith(body: string, headers: Record<string, string> = {}): Promise<Tab> {
  const { tab: open, url } = site()
  const tab = await open()
  await tab.route('**/probe.html', (route) => route.fulfill({ contentType: 'text/html', headers, body }))
  await tab.route('**/probe.js', (route) => route.fulfill({ contentType: 'text/javascript', body: PROBE }))
  await tab.route('**/packages/**', (route) =>
    route.fulfill({ path: packages + new URL(route.request().url()).pathname.slice('/packages/'.length) }),
  )
  await tab.goto(`${url}probe.html`)
  return tab
}

/** Says in the title what `cpu` has in a page, and a product that is large enough for WebAssembly. */
const PROBE = `
  import { cpu, cpuThreads } from './modules/@nn/backend-cpu.js'
  const x = cpu.ones([64, 64])
  document.title = JSON.stringify({
    simd: cpu.features.includes('simd'),
    product: x.matmul(x).at(0, 0).item(),
    threads: cpuThreads(2).features.includes('threads'),
  })`

/** What the probe finds in a page with these headers. */
async function found(headers: Record<string, string>): Promise<unknown> {
  const tab = await tabWith('<!doctype html><script type="module" src="./probe.js"></script>', headers)
  await tab.waitForFunction(() => document.title !== '')
  const title = await tab.title()
  await tab.close()
  return JSON.parse(title)
}

describe('what the page about browsers says', () => {
  it('its import map runs without a bundler', async () => {
    const [, html = ''] = /^```html\n([\s\S]*?)^```$/m.exec(page) ?? []
    const tab = await tabWith(`<!doctype html><body>${html}`)
    await tab.waitForFunction(() => document.body.textContent?.includes('shape=[2, 3]'))
    await tab.close()
  })

  it.each([
    ["script-src 'self'", { simd: false, product: 64, threads: false }],
    ["script-src 'self' 'wasm-unsafe-eval'", { simd: true, product: 64, threads: false }],
  ])('the policy %s', async (policy, expected) => {
    expect(await found({ 'Content-Security-Policy': policy })).toEqual(expected)
  })

  it('threads in an isolated page, with its policy', async () => {
    const isolated = {
      'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:",
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    }
    expect(await found(isolated)).toEqual({ simd: true, product: 64, threads: true })
  })
})
