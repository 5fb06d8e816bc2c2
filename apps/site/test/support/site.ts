import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, chromium, type Page as Tab } from 'playwright'
import { afterAll, beforeAll } from 'vitest'
import { chromiumOptions } from '../../../../chromium.shared.mjs'
import { serve } from '../../src/serve/serve.mjs'

/** The folder of what was built. */
export const dist: string = fileURLToPath(new URL('../../dist/', import.meta.url))

/** The pages of the site, by their paths below it, such as `guide/chapter.html`; those of the lab aside, which has its own tests. */
export function builtPages(): string[] {
  if (!existsSync(`${dist}index.html`))
    throw new Error('dist: expected the built site, got none; pnpm run build')
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html') && !file.startsWith('lab/'))
    .sort()
}

/** The pages that are not of the reference, nor what opens in the place of one that is not there. */
export const writtenPages = (): string[] =>
  builtPages().filter((page) => !page.startsWith('api/') && page !== '404.html')

/** What the tests of a file share. */
export interface Opened {
  /** The address of the site, with a `/` at its end. */
  readonly url: string
  /** A tab of its own, which is not timed: a slow machine is no failure. */
  tab: (options?: BrowserContextOptions) => Promise<Tab>
}

/** Serves the site under a path and starts Chromium, for the tests of a file. */
export function openSite(base = '/', flags: readonly string[] = []): () => Opened {
  let opened: Opened | undefined
  let close: () => Promise<void>
  beforeAll(async () => {
    const server = await serve(dist, { base })
    const browser = await chromium.launch(chromiumOptions(...flags))
    const tab = async (options?: BrowserContextOptions) => {
      const opened = await browser.newPage(options)
      opened.setDefaultTimeout(0)
      return opened
    }
    opened = { url: server.url, tab }
    close = async () => {
      await browser.close()
      await server.close()
    }
  })
  afterAll(() => close())
  return () => {
    if (opened === undefined) throw new Error('openSite: expected a site that is served, got none')
    return opened
  }
}

/** Goes to a page of the site, and waits until it answers to clicks. */
export async function goTo(tab: Tab, address: string): Promise<void> {
  await tab.goto(address)
  await tab.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}))
}
