import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build, preview } from 'vite'
import { chromiumOptions } from '../../../chromium.shared.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where the built page stands: a path that is not the root, as on any host. */
const BASE = '/under/some/path/'

/**
 * Builds the lab, serves it on loopback and starts a browser.
 *
 * @param {{ outDir?: string }} [options] `outDir`: where to build, by default `dist`
 * @returns {Promise<{ url: string, browser: import('playwright').Browser, close: () => Promise<void> }>}
 */
export async function openLab({ outDir = 'dist' } = {}) {
  await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } })
  const server = await preview({
    root,
    base: BASE,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('openLab: the server has no port')
  const browser = await chromium.launch(chromiumOptions())
  return {
    url: `http://127.0.0.1:${address.port}${BASE}`,
    browser,
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}
