import { chromium } from 'playwright'
import { chromiumOptions } from '../../../../chromium.shared.mjs'
import { median } from '../measure.mjs'
import { competing } from '../peers.mjs'
import { rowOf } from '../row.mjs'
import { bundles } from './bundle.mjs'
import { serve } from './serve.mjs'

/** How often each cold start is measured. */
const ROUNDS = 5

/** A browser that measures workloads, each in a page of its own. */
export async function openBrowser() {
  const modules = await bundles()
  const server = await serve(modules)
  const browser = await chromium.launch(chromiumOptions('--js-flags=--expose-gc'))
  const libraries = [...modules.keys()].flatMap((path) => path.match(/^\/peers\/([\w-]+)\.js$/)?.[1] ?? [])

  /** What `run` makes of a new page at a path, without anything that pages before it have loaded. */
  async function inPage(path, run) {
    const context = await browser.newContext()
    try {
      const page = await context.newPage()
      page.on('console', (message) => message.type() === 'error' && console.error(message.text()))
      await page.goto(`${server.url}${path}`)
      return await run(page)
    } finally {
      await context.close()
    }
  }

  const inContest = (run) =>
    inPage('/contest', async (page) => {
      await page.waitForFunction('globalThis.measure !== undefined')
      return run(page)
    })

  const offers = await inContest((page) => page.evaluate((names) => globalThis.offers(names), libraries))

  /** A row beside those libraries alone that have the workload. */
  const compete = (name) => {
    const peers = competing(offers, name)
    return inContest((page) =>
      page.evaluate(([workload, rest]) => globalThis.measure(workload, rest), [name, peers]),
    )
  }

  /** Milliseconds until a module's first result, or why there is none. */
  const milliseconds = (module) =>
    inPage(`/cold${module === undefined ? '' : `?module=${module}`}`, async (page) => {
      await page.waitForFunction('globalThis.done !== undefined')
      return page.evaluate('globalThis.done')
    })

  async function startup() {
    const paths = { ours: '/ours.js' }
    for (const name of libraries) paths[name] = `/peers/${name}.js`
    const times = Object.fromEntries(Object.keys(paths).map((name) => [name, []]))
    const bare = []
    // The first page is that of a browser which has just started.
    await milliseconds()
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await milliseconds())
      for (const [name, path] of Object.entries(paths)) {
        const time = await milliseconds(path)
        // Some libraries have no networks.
        if (typeof time === 'number') times[name].push(time)
      }
    }
    const values = Object.entries(times).flatMap(([name, all]) =>
      all.length === 0 ? [] : [[name, median(all) - median(bare)]],
    )
    return rowOf('import', { size: 'load, initialise, run', unit: 'ms' }, Object.fromEntries(values))
  }

  return {
    version: `Chromium ${browser.version()}`,
    measure: (name) => (name === 'import' ? startup() : compete(name)),
    async close() {
      await browser.close()
      server.close()
    },
  }
}
