import axe from 'axe-core'
import type { Page as Tab } from 'playwright'
import { describe, expect, it } from 'vitest'
import { goTo, openSite } from './support/site.ts'

const site = openSite()

/** A page of each kind. */
const KINDS = {
  'the home page': '',
  'a guide with code groups': 'guide/chapter.html',
  'an initializer, with formulas and pictures': 'initializers/xavier.html',
  'wide tables': 'speed.html',
  'an entry of the reference': 'api/@nn/random/',
  'a function': 'api/@nn/init/functions/xavierUniform.html',
  'a class': 'api/@nn/layers/classes/Dense.html',
  'what is not there': 'nowhere.html',
}

/** What axe finds in a tab: the rules and the elements that break them. */
async function audit(tab: Tab): Promise<string[]> {
  await tab.evaluate(axe.source)
  const { violations } = await tab.evaluate<axe.AxeResults>('axe.run(document)')
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

describe.each(['light', 'dark'] as const)('axe finds nothing, %s', (colorScheme) => {
  it.each(Object.entries(KINDS))('in %s', async (_, page) => {
    const { tab: open, url } = site()
    const tab = await open({ colorScheme })
    await (page === 'nowhere.html' ? tab.goto(url + page) : goTo(tab, url + page))
    expect(await audit(tab)).toEqual([])
    await tab.close()
  })

  it('in what a block said', async () => {
    const { tab: open, url } = site()
    const tab = await open({ colorScheme })
    await tab.goto(url)
    await tab.click('.run-button')
    await tab.waitForSelector('.run-value')
    expect(await audit(tab)).toEqual([])
    await tab.close()
  })
})

describe('axe', () => {
  it('finds what is wrong', async () => {
    const tab = await site().tab()
    await tab.setContent('<html lang="en"><title>a</title><main><h1>a</h1><img src="data:,"></main></html>')
    expect(await audit(tab)).toEqual(['image-alt: <img src="data:,">'])
    await tab.close()
  })
})
