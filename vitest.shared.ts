import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Workspace packages resolve to their TypeScript sources, so that tests need no build of them. */
const SOURCES = ['@nn/source']

const chromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  }),
  instances: [{ browser: 'chromium' as const }],
}

/**
 * The test setup of a package. With `browser`, a second project runs the same files in Chromium, but for those in `test/node` and
 * statistics; in one page, which loads the sources once, where that is `'page'`. With `built`, workspace packages resolve to what was
 * built, as a user gets them.
 */
export function tests(options: { browser?: boolean | 'page'; built?: boolean } = {}): ViteUserConfig {
  const conditions = options.built ? [] : SOURCES
  const node = { extends: true as const, test: { name: 'node' } }
  const browser = {
    extends: true as const,
    // Cross-origin isolation, for SharedArrayBuffer.
    server: {
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
    // Not what only Node can do, such as loading a second copy of the modules, nor statistics of bits that golden files hold everywhere.
    test: {
      name: 'browser',
      browser: chromium,
      isolate: options.browser !== 'page',
      exclude: ['test/node/**', 'test/**/*.stats.ts'],
    },
  }
  return defineConfig({
    resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
    ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
    test: {
      include: ['test/**/*.{test,golden,stats}.ts'],
      setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
      // Tests are not timed: a slow or busy machine is no failure. Only what hangs ends here.
      testTimeout: 600_000,
      hookTimeout: 600_000,
      reporters: ['default', ['json', { outputFile: 'reports/tests.json' }]],
      projects: options.browser ? [node, browser] : [node],
    },
  })
}
