import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { markdownBlocks } from '@nn/doctest/blocks'
import * as init from '@nn/init'
import * as recipes from '@nn/init/recipes'
import { describe, expect, it } from 'vitest'
import { type Density, normalDensity, uniformDensity } from '../src/laws/densities.ts'
import { lawWriter } from '../src/laws/law-html.ts'
import { picturesOf, samplesOf } from '../src/laws/pictures.ts'
import { readSignatures } from '../src/laws/signatures.ts'
import { builtPages, dist } from './support/site.ts'

const folder = fileURLToPath(new URL('../pages/initializers/', import.meta.url))
const files = readdirSync(folder).filter((file) => file.endsWith('.md'))
const pages = new Map(files.map((file) => [file, readFileSync(folder + file, 'utf8')]))

/** Exports of `@nn/init` that are no initializers, and make none; a function that is new is one, or stands here. */
const OTHERS: ReadonlySet<string> = new Set([
  'calculateGain',
  'computeBlockFans',
  'computeFans',
  'createRequest',
  'draw',
  'gain',
  'matchesPath',
])
const exported: Readonly<Record<string, unknown>> = init
const names = Object.keys(exported).filter(
  (name) => typeof exported[name] === 'function' && !name.endsWith('_') && !OTHERS.has(name),
)

/** Values that are no draws: NaN, and what a file holds. */
const WITHOUT_PICTURE: ReadonlySet<string> = new Set(['nan', 'fromCheckpoint'])

/** The entry of a name, from its heading to the next, and the page that it is in. */
function entryOf(name: string): { readonly entry: string; readonly page: string } {
  for (const page of pages.values()) {
    const entry = page.split(/^(?=## )/m).find((part) => part.startsWith(`## ${name}\n`))
    if (entry !== undefined) return { entry, page }
  }
  return { entry: '', page: '' }
}

describe.each(names)('the entry of %s', (name) => {
  const { entry, page } = entryOf(name)

  it('is there, with formula, source, names elsewhere and a program', () => {
    expect(entry, `## ${name} in a page of pages/initializers`).not.toBe('')
    expect(entry).toMatch(/^\$\$\n[\s\S]+?\n\$\$$/m)
    expect(entry).toMatch(/^\*\*Source:\*\*[\s\S]*?\]\(https:\/\//m)
    expect(entry).toMatch(/^\*\*Elsewhere:\*\*/m)
    expect(entry).toContain(`<Law of="${name}" />`)
    const [block] = markdownBlocks(name, entry)
    expect(block?.code).toMatch(new RegExp(`\\b${name}_?\\(`))
  })

  it('says when to take it, itself or for its page', () => {
    const [intro = ''] = page.split(/^## /m)
    const isAlias = entry.includes("Keras's name of")
    expect(isAlias || /^\*\*Take it\*\*/m.test(entry) || /^\*\*Take it\*\*/m.test(intro)).toBe(true)
  })

  it('is linked from the overview', () => {
    expect(pages.get('index.md')).toContain(`\`${name}\``)
  })
})

describe('the page of whole models', () => {
  const page = readFileSync(new URL('../pages/guide/whole-models.md', import.meta.url), 'utf8')
  const helpers = new Set(['deepNormConstants', 'widthMultiplier'])
  const all = Object.keys(recipes).filter((name) => !helpers.has(name))

  it.each(all)('has %s in its table, with a source', (name) => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\\(.*\\]\\(https://`, 'm'))
  })

  it('names the helpers, too', () => {
    for (const name of helpers) expect(page).toContain(`\`${name}\``)
  })
})

/** Arguments in front of the options. */
const BEFORE: Readonly<Record<string, readonly unknown[]>> = {
  masked: [init.normal()],
  fromCheckpoint: [{}],
}

/** The options that an initializer takes, as the error for one that it does not have lists them; none if it has no options. */
function optionsTaken(name: string): string[] {
  const factory = exported[name] as (...given: unknown[]) => unknown
  try {
    factory(...(BEFORE[name] ?? []), { noSuchOption: 1 })
  } catch (error) {
    const [, list] = /expected options? (.*?), got "noSuchOption"/.exec(String(error)) ?? []
    return list?.split(', ') ?? []
  }
  return []
}

describe('the options', () => {
  const signatureOf = readSignatures()

  it.each(names)('of %s are those that it takes', (name) => {
    const documented = signatureOf(name).options.map((option) => option.name)
    expect(documented.toSorted()).toEqual(optionsTaken(name).toSorted())
  })

  it('have each a type and a meaning', () => {
    const all = names.flatMap((name) => signatureOf(name).options)
    expect(all.length).toBeGreaterThan(40)
    expect(all.filter(({ type, meaning }) => type === '' || meaning === '')).toEqual([])
  })

  it('of an unknown function are an error', () => {
    expect(() => signatureOf('nothing')).toThrow(/function nothing/)
  })
})

describe('what a page gets for <Law>', () => {
  const write = lawWriter()
  const inline = (text: string) => text

  it.each(names)('%s: pictures, call, options', (name) => {
    const html = write(name, inline)
    if (!WITHOUT_PICTURE.has(name)) expect(html).toContain('<svg')
    expect(html).toContain(`<code>${name}(`)
    expect(html).toContain(`${name}_` in exported ? `<code>${name}_(` : '<code>fill_(')
    for (const option of optionsTaken(name)) expect(html).toContain(`<td><code>${option}</code>`)
    for (const { svg, caption } of picturesOf(name))
      expect(svg + caption).not.toMatch(/NaN|undefined|Infinity/)
  })
})

/** The largest distance of a bin's count from what a density predicts, in standard errors. */
function worstBin(values: ArrayLike<number>, { low, high, at, masses = [] }: Density): number {
  const bins = 40
  const width = (high - low) / bins
  const counts = new Array<number>(bins).fill(0)
  for (const value of Array.from(values)) {
    if (masses.some((mass) => mass.value === value)) continue
    const bin = Math.floor((value - low) / width)
    if (counts[bin] !== undefined) counts[bin]++
  }
  const scores = counts.map((count, i) => {
    // Simpson's rule on each bin.
    const left = low + i * width
    const mass = ((at(left) + 4 * at(left + width / 2) + at(left + width)) * width) / 6
    const expected = mass * values.length
    return Math.abs(count - expected) / Math.sqrt(Math.max(expected, 1))
  })
  return Math.max(...scores)
}

describe('histograms', () => {
  const drawn = names.flatMap((name) => samplesOf(name).map((sample) => ({ name, ...sample })))

  it.each(drawn)('of $name have the density that is drawn over them', ({ values, density }) => {
    expect(worstBin(values, density)).toBeLessThan(5)
  })

  it.each(drawn)('of $name have the point masses of their law', ({ values, density }) => {
    for (const { value, share } of density.masses ?? []) {
      const count = Array.from(values).filter((one) => one === value).length
      expect(Math.abs(count / values.length - share)).toBeLessThan(0.01)
    }
  })

  it('of another law are found', () => {
    const [{ values, density } = { values: [], density: uniformDensity(0, 1) }] =
      samplesOf('xavierTruncatedNormal')
    expect(worstBin(values, density)).toBeLessThan(5)
    // The same law without the correction of the cut, and the uncut one.
    const short = { ...density, at: (x: number) => density.at(x / 0.8796) / 0.8796 }
    expect(worstBin(values, short)).toBeGreaterThan(5)
    expect(worstBin(values, normalDensity(0, density.high / 2))).toBeGreaterThan(5)
  })

  it('are of all initializers that draw elements from a law', () => {
    const without = names.filter((name) => picturesOf(name).length === 0)
    expect(new Set(without)).toEqual(WITHOUT_PICTURE)
  })
})

describe('the built site', () => {
  const built = builtPages()
    .filter((page) => !page.startsWith('api/'))
    .map((page) => readFileSync(`${dist}${page}`, 'utf8'))

  it('has the pictures of every entry', () => {
    const shown = built.map((html) => html.split('class="law-pictures"').length - 1)
    const sum = shown.reduce((total, count) => total + count, 0)
    expect(sum).toBe(names.length - WITHOUT_PICTURE.size)
  })

  it('has no mark that nobody replaced', () => {
    expect(built.filter((html) => /<(?:law|gains|defeats|speed)[ >/]/i.test(html))).toEqual([])
  })
})
