import { readFile } from 'node:fs/promises'

/** The pictures, with the states that they show. */
const PICTURES = [
  { name: 'forward', hash: 'depth=50&activation=tanh&weight=normal(std=0.08)' },
  { name: 'chaos', hash: 'depth=20&activation=tanh&weight=xavierNormal' },
]

const SCHEMES = { light: 'SVG', dark: 'SVG, dark' }

/**
 * The pictures of the README as the page saves them, by the names of their files.
 *
 * @param {Pick<import('./open-lab.mjs').OpenLab, 'url' | 'browser'>} lab
 * @returns {Promise<Map<string, string>>}
 */
export async function makePictures({ url, browser }) {
  const files = new Map()
  for (const { name, hash } of PICTURES) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    await page.goto(`${url}#${hash}`)
    const figure = page.locator(`#${name}`)
    await figure.scrollIntoViewIfNeeded()
    await page.locator(`#${name}[aria-busy="false"] .plot svg`).first().waitFor()
    for (const [scheme, label] of Object.entries(SCHEMES)) {
      const coming = page.waitForEvent('download')
      await figure.getByRole('button', { name: `Save the picture as ${label}`, exact: true }).click()
      const download = await coming
      files.set(`${name}-${scheme}.svg`, await readFile(await download.path(), 'utf8'))
    }
    await page.close()
  }
  return files
}
