import type { Page as Tab } from 'playwright'
import { describe, expect, it } from 'vitest'
import { builtPages, openSite, writtenPages } from './support/site.ts'

const site = openSite()

/** What goes wrong in a tab, and what it asks of other hosts, as lines. */
function watch(tab: Tab, url: string): string[] {
  const faults: string[] = []
  tab.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${tab.url()}: ${message.text()}`)
  })
  tab.on('pageerror', (error) => faults.push(`${tab.url()}: ${error.message}`))
  tab.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url))
      faults.push(`asks ${request.url()}`)
  })
  return faults
}

describe('every page', () => {
  it('that was written opens without errors, asks no other host, and fits a narrow screen', async () => {
    const { browser, url } = site()
    const tab = await browser.newPage({ viewport: { width: 360, height: 800 } })
    const faults = watch(tab, url)
    const started = Date.now()
    for (const page of writtenPages()) {
      await tab.goto(url + page, { waitUntil: 'load' })
      await tab.waitForFunction(() => '__VUE__' in globalThis || document.querySelector('#app') === null)
      const width = await tab.evaluate(() => document.documentElement.scrollWidth)
      if (width > 360) faults.push(`${page}: ${width} px wide`)
    }
    console.log('written', writtenPages().length, Date.now() - started)
    expect(faults).toEqual([])
  })
  it('all', async () => {
    const { browser, url } = site()
    const tab = await browser.newPage({ viewport: { width: 360, height: 800 } })
    const faults = watch(tab, url)
    const started = Date.now()
    await tab.goto(url)
    const pages = builtPages().filter((p) => p.startsWith('api/'))
    const said = await tab.evaluate(async (pages) => {
      const bad: string[] = []
      for (const page of pages) {
        const link = document.createElement('a')
        link.href = '/' + page
        document.body.append(link)
        link.click()
        for (
          let i = 0;
          !location.pathname.endsWith('/' + page) || document.querySelector('h1') === null;
          i++
        ) {
          if (i > 200) {
            bad.push(page)
            break
          }
          await new Promise((r) => setTimeout(r, 5))
        }
        link.remove()
      }
      return bad
    }, pages)
    console.log('all', pages.length, Date.now() - started, said)
    expect(faults).toEqual([])
  })
})
