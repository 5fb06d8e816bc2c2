import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtPages, dist } from './support/site.ts'

const texts = new Map(builtPages().map((page) => [page, readFileSync(`${dist}${page}`, 'utf8')]))
const anchors = new Map([...texts].map(([page, text]) => [page, anchorsOf(text)]))

/** The values of an attribute in a page. */
function valuesOf(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) =>
    value.replaceAll('&amp;', '&'),
  )
}

function anchorsOf(text: string): Set<string> {
  return new Set(valuesOf(text, 'id'))
}

/** What is wrong with a link of a page to somewhere in the site. */
function fault(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : posix.join(posix.dirname(page), decodeURI(path))
  const file = target.endsWith('/') || target === '.' ? posix.join(target, 'index.html') : target
  if (path.startsWith('/')) return `${page}: ${link} holds for one host alone`
  if (!existsSync(`${dist}${file}`) || !statSync(`${dist}${file}`).isFile()) return `${page}: no ${link}`
  const known = anchors.get(file)
  if (anchor === undefined || anchor === '' || known === undefined) return undefined
  return known.has(decodeURIComponent(anchor)) ? undefined : `${page}: no anchor ${link}`
}

const isElsewhere = (link: string) => /^[a-z]+:/.test(link)

describe('links', () => {
  it('lead to a page, a file and an anchor that are there', () => {
    const links = [...texts].flatMap(([page, text]) =>
      ['href', 'src'].flatMap((name) => valuesOf(text, name).map((link) => ({ page, link }))),
    )
    expect(links.length).toBeGreaterThan(10_000)
    const faults = links.filter(({ link }) => !isElsewhere(link)).map(({ page, link }) => fault(page, link))
    expect([...new Set(faults)].filter(Boolean)).toEqual([])
  })

  it('that lead nowhere are found', () => {
    expect(fault('index.html', './nowhere.html')).toBe('index.html: no ./nowhere.html')
    expect(fault('index.html', '#nowhere')).toBe('index.html: no anchor #nowhere')
    expect(fault('index.html', '/api/')).toContain('one host alone')
    expect(fault('index.html', './')).toBeUndefined()
  })
})

describe('nothing is loaded from elsewhere', () => {
  it('by a page', () => {
    const loads = [...texts].flatMap(([page, text]) => {
      const tags = text.match(/<(?:script|link|img|iframe|source|video|audio)\b[^>]*>/g) ?? []
      return tags
        .filter((tag) => /(?:href|src|srcset)="(?:https?:)?\/\//.test(tag))
        .map((tag) => `${page}: ${tag}`)
    })
    expect(loads).toEqual([])
  })

  it('by a style or a script', () => {
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(css|js)$/.test(file),
    )
    expect(files.length).toBeGreaterThan(100)
    const loads = files.flatMap((file) => {
      const text = readFileSync(`${dist}${file}`, 'utf8')
      const found = text.match(
        /(?:url\(|@import|\bimport\(|\bfrom|\bfetch\(|importScripts\()\s*['"`]?https?:\/\/[^'"`)]*/g,
      )
      return (found ?? []).map((load) => `${file}: ${load}`)
    })
    expect(loads).toEqual([])
  })
})
