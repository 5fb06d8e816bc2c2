/**
 * Measures the built lab in Chromium: its first picture after navigation, a slider's next picture of 50 layers × 100 units × a batch of
 * 256, and the sizes of what was loaded, as gzip.
 */
import { gzipSync } from 'node:zlib'
import { openLab } from './open-lab.mjs'

const VISITS = 11
const SLIDES = 40
const STATE = '#depth=50&width=100&batch=256&weight=normal(std=0.1)'
const VIEWPORT = { width: 1280, height: 900 }

const lab = await openLab()
const visits = []
for (let visit = 0; visit < VISITS; visit++) visits.push(await firstPicture())
const slides = await slide()
await lab.close()

const KB = 1024
const table = [
  ['first picture after navigation, ms', ...spread(visits.map(({ first }) => first)), 'at most 1000'],
  ['all pictures in sight, ms', ...spread(visits.map(({ all }) => all)), ''],
  ['slider to the next picture, ms', ...spread(slides.map(({ next }) => next)), 'at most 50'],
  ['slider to all pictures in sight, ms', ...spread(slides.map(({ all }) => all)), ''],
  ['loaded to the first picture, KB gzip', ...spread(visits.map(({ loaded }) => loaded / KB)), 'at most 200'],
]
console.log(['', 'fastest', 'median', 'p95', ''].map(padded).join(''))
for (const row of table) console.log(row.map(padded).join(''))
for (const { name, bytes } of visits[0]?.files ?? [])
  console.log(`  ${padded(name, 0)}${(bytes / KB).toFixed(1)} KB`)

/** A visit without a cache: until the first picture is painted, and until all in sight are. */
async function firstPicture() {
  const context = await lab.browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  const responses = []
  page.on('response', (response) => responses.push(response))
  page.on('pageerror', (error) => console.error(error))
  await page.addInitScript(watchPictures)
  await page.goto(lab.url + STATE)
  await page.waitForFunction(() => window.painted.length > 0)
  const files = await Promise.all(responses.map(sizeOf))
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0)
  const painted = await page.evaluate(() => window.painted.map(({ at }) => at))
  await context.close()
  const loaded = files.reduce((sum, { bytes }) => sum + bytes, 0)
  return { first: painted[0] ?? Number.NaN, all: painted.at(-1) ?? Number.NaN, loaded, files }
}

async function sizeOf(response) {
  const body = await response.body().catch(() => Buffer.alloc(0))
  return {
    name: new URL(response.url()).pathname.split('/').at(-1) || 'index.html',
    bytes: gzipSync(body, { level: 9 }).length,
  }
}

/** A slider that moves through the std of the weights: from each input until the next picture of the signal is painted. */
async function slide() {
  const page = await lab.browser.newPage({ viewport: VIEWPORT })
  await page.addInitScript(watchPictures)
  await page.goto(lab.url + STATE)
  await page.waitForFunction(() => window.painted.length >= 3)
  const times = await page.evaluate(async (count) => {
    const slider = document.querySelector('input[type=range][aria-label="std, slider"]')
    const found = []
    for (let index = 0; index < count; index++) {
      window.painted.length = 0
      slider.value = String(0.05 + 0.005 * (index % 20))
      const begin = performance.now()
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      while (!window.painted.some(({ name }) => name === 'forward')) await new Promise(requestAnimationFrame)
      await new Promise((resolve) => setTimeout(resolve, 200))
      const at = (name) => window.painted.find((each) => each.name === name)?.at
      found.push({
        next: at('forward') - begin,
        all: Math.max(...window.painted.map((each) => each.at)) - begin,
      })
    }
    return found
  }, SLIDES)
  await page.close()
  // The first ones are compiled.
  return times.slice(10)
}

/** Runs in the page: notes when each picture has been painted. */
function watchPictures() {
  window.painted = []
  // The page tells of a picture after the frame that shows it.
  addEventListener('picture', ({ detail }) => {
    if (detail.isComplete) window.painted.push({ name: detail.name, at: performance.now() })
  })
}

function spread(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return [at(0), at(0.5), at(0.95)].map((value) => value.toFixed(1))
}

function padded(text, column) {
  return column === 0 ? text.padEnd(42) : text.padStart(14)
}
