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
  await tab.route('**/packages/**', (route) =>
    route.fulfill({ path: packages + new URL(route.request().url()).pathname.slice('/packages/'.length) }),
  )
  await tab.goto(`${url}probe.html`)
  return tab
}

/** What `cpu` has in a page, and a product that is large enough for WebAssembly. */
const probe = async () => {
  const address = new URL('modules/@nn/backend-cpu.js', location.href).href
  const { cpu, cpuThreads } = await import(address)
  const x = cpu.ones([64, 64])
  return {
    features: [...cpu.features],
    product: x.matmul(x).at(0, 0).item(),
    threads: cpuThreads(2).features.includes('threads'),
  }
}

describe('what the page about browsers says', () => {
  it('its import map runs without a bundler', async () => {
    const [, html = ''] = /^```html\n([\s\S]*?)^```$/m.exec(page) ?? []
    const tab = await tabWith(`<!doctype html><body>${html}`)
    await tab.waitForFunction(() => document.body.textContent?.includes('shape=[2, 3]'))
    await tab.close()
  })

  it.each([
    ["script-src 'self'", { features: [], product: 64, threads: false }],
    ["script-src 'self' 'wasm-unsafe-eval'", { product: 64, threads: false }],
  ])('with the policy %s', async (policy, expected) => {
    const tab = await tabWith('<!doctype html>', { 'Content-Security-Policy': policy })
    const found = await tab.evaluate(probe)
    expect(found).toMatchObject(expected)
    expect(found.features.includes('simd')).toBe(policy.includes('wasm'))
    await tab.close()
  })

  it('an isolated page has threads', async () => {
    const tab = await tabWith('<!doctype html>', {
      'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:",
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    })
    expect(await tab.evaluate(() => crossOriginIsolated)).toBe(true)
    expect((await tab.evaluate(probe)).threads).toBe(true)
    await tab.close()
  })
})
