import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { chromiumOptions } from './chromium.shared.mjs'

/** Files of tests, below a folder. */
const FILES = '**/*.{test,golden,stats}.ts'

/** Workspace packages resolve to their TypeScript sources, so that tests need no build of them. */
const SOURCES = ['@nn/source']

const chromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({ launchOptions: chromiumOptions() }),
  instances: [{ browser: 'chromium' as const }],
}

/** How the tests of a package run. */
interface Setup {
  /** Whether a second project runs the same files in Chromium, but for those in `test/node` and statistics. */
  readonly browser?: boolean
  /**
   * Whether files run one after the other in one process, and in one page, which load the sources once; those in `test/node` have a process
   * each. Else every file has its own.
   */
  readonly together?: boolean
  /** Whether workspace packages resolve to what was built, as a user gets them. */
  readonly built?: boolean
}

/** The test setup of a package. */
export function tests({ browser, together, built }: Setup = {}): ViteUserConfig {
  const conditions = built ? [] : SOURCES
  const [include, apart] = [[`test/${FILES}`], ['test/node/**']]
  const alike = { extends: true as const }
  const inNode = together
    ? [
        { ...alike, test: { name: 'node', include, exclude: apart, isolate: false } },
        { ...alike, test: { name: 'node, apart', include: [`test/node/${FILES}`] } },
      ]
    : [{ ...alike, test: { name: 'node', include } }]
  const inBrowser = {
    ...alike,
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
      include,
      exclude: [...apart, 'test/**/*.stats.ts'],
      browser: chromium,
      isolate: !together,
    },
  }
  return defineConfig({
    resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
    ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
    test: {
      setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
      // Tests are not timed: a slow or busy machine is no failure. Only what hangs ends here.
      testTimeout: 600_000,
      hookTimeout: 600_000,
      reporters: ['default', ['json', { outputFile: 'reports/tests.json' }]],
      projects: browser ? [...inNode, inBrowser] : inNode,
    },
  })
}
