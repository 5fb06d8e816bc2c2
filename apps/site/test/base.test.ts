import { describe, expect, it } from 'vitest'
import { goTo, openSite } from './support/site.ts'

describe.each(['/', '/a/b/'])('under %s', (base) => {
  const site = openSite(base)

  it('pages are reached by address, by links and again', async () => {
    const { tab: open, url } = site()
    const tab = await open()
    await goTo(tab, url)
    await tab.click('.VPHero >> text=Start in five minutes')
    await tab.waitForSelector('h1:has-text("Start in five minutes")')
    expect(tab.url()).toBe(`${url}guide/start.html`)
    // Menus were there before the address changed, and still lead to the same places.
    await tab.click('.VPNavBar >> text=API')
    await tab.waitForSelector('h1:has-text("API")')
    await tab.click('main >> text="@nn/init"')
    await tab.click('main >> text="xavierUniform"')
    await tab.waitForSelector('h1:has-text("xavierUniform")')
    expect(tab.url()).toBe(`${url}api/@nn/init/functions/xavierUniform.html`)
    await tab.reload()
    expect(await tab.textContent('h1')).toContain('xavierUniform')
    await tab.goBack()
    await tab.waitForSelector('h1:has-text("@nn/init")')
    await tab.close()
  })

  it('search finds kaiming and leads there', async () => {
    const { tab: open, url } = site()
    const tab = await open()
    await goTo(tab, `${url}guide/start.html`)
    await tab.keyboard.press('Control+k')
    await tab.fill('#localsearch-input', 'kaiming')
    const first = tab.locator('#localsearch-list li a').first()
    expect(await first.getAttribute('href')).toContain(`${base}initializers/kaiming.html`)
    await first.click()
    await tab.waitForSelector('h1:has-text("Kaiming")')
    await tab.close()
  })

  it('a block runs with the packages that are served beside it', async () => {
    const { tab: open, url } = site()
    const tab = await open()
    await tab.goto(`${url}guide/start.html`)
    await tab.locator('.run-button').first().click()
    expect(await tab.locator('.run-value').first().textContent()).toContain('[2, 1]')
    await tab.close()
  })

  it('the lab opens, from the menu and from a page', async () => {
    const { tab: open, url } = site()
    const tab = await open()
    const failed: string[] = []
    tab.on('response', (response) => {
      if (response.status() >= 400) failed.push(response.url())
    })
    for (const link of ['.VPNavBar >> text=Lab', 'main >> text=The lab']) {
      await goTo(tab, `${url}guide/start.html`)
      await tab.locator(link).first().click()
      await tab.waitForURL(`${url}lab/**`)
      await tab.waitForSelector('h1')
    }
    expect(failed).toEqual([])
    await tab.close()
  })
})
