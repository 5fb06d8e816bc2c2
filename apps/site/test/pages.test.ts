import type { Page as Tab } from 'playwright'
import { describe, expect, it } from 'vitest'
import { builtPages, goTo, openSite, writtenPages } from './support/site.ts'

const site = openSite()

const NARROW = { viewport: { width: 360, height: 800 } }

const isReference = (page: string) => page.startsWith('api/')

/** What goes wrong in a tab, and what it asks of other hosts, as lines. */
function watch(tab: Tab, url: string): string[] {
  const faults: string[] = []
  tab.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${tab.url()}: ${message.text()}`)
  })
  tab.on('pageerror', (error) => faults.push(`${tab.url()}: ${error.message}`))
  tab.on('request', (request) => {
    const isOwn = request.url().startsWith(url) || /^(?:data|blob):/.test(request.url())
    if (!isOwn) faults.push(`${tab.url()} asks ${request.url()}`)
  })
  return faults
}

/** Goes to pages by links, one after the other, without loading anew; returns those that did not come, or are wider than the window. */
function visit(pages: readonly string[]): Promise<string[]> {
  const follow = async (page: string): Promise<string[]> => {
    const old = document.querySelector('h1')
    const link = document.body.appendChild(document.createElement('a'))
    link.href = `/${page.replace(/index\.html$/, '')}`
    link.click()
    link.remove()
    for (let tries = 0; tries < 5000; tries++) {
      const heading = document.querySelector('main h1')
      if (heading !== null && heading !== old && location.pathname === link.pathname) {
        const { scrollWidth } = document.documentElement
        return scrollWidth > window.innerWidth ? [`${page}: ${scrollWidth} px wide`] : []
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return [`${page}: did not come`]
  }
  return pages.reduce<Promise<string[]>>(
    async (faults, page) => [...(await faults), ...(await follow(page))],
    Promise.resolve([]),
  )
}

describe('every page', () => {
  it('that was written opens without errors, asks no other host, and fits a narrow screen', async () => {
    const { tab: open, url } = site()
    const tab = await open(NARROW)
    const faults = watch(tab, url)
    for (const page of writtenPages()) {
      await goTo(tab, url + page)
      const width = await tab.evaluate(() => document.documentElement.scrollWidth)
      if (width > 360) faults.push(`${page}: ${width} px wide`)
    }
    expect(faults).toEqual([])
  })

  it('of the reference opens by a link, without errors, asks no other host, and fits a narrow screen', async () => {
    const { tab: open, url } = site()
    const tab = await open(NARROW)
    const faults = watch(tab, url)
    const pages = builtPages().filter(isReference)
    expect(pages.length).toBeGreaterThan(300)
    await goTo(tab, `${url}api/`)
    const [first, ...others] = pages.filter((page) => page !== 'api/index.html')
    expect(await tab.evaluate(visit, [first ?? '', ...others, 'api/index.html'])).toEqual([])
    expect(faults).toEqual([])
  })

  it('that is not there is known by what opens in its place', async () => {
    const { tab: open, url } = site()
    const tab = await open()
    const faults = watch(tab, url)
    await tab.goto(`${url}a/b/nowhere.html`)
    expect(await tab.textContent('h1')).toBe('There is no such page')
    await tab.click('text=Go to the start')
    expect(tab.url()).toBe(url)
    expect(faults.filter((fault) => !fault.includes('status of 404'))).toEqual([])
    expect(faults).not.toEqual([])
  })
})
