import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { documents } from '../../apps/doctest/src/documents.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where a document's links lead inside of the repository; examples of Markdown in code are none. */
function linksOf(file: string): { path: string; anchor: string | undefined }[] {
  const text = readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```|`[^`\n]*`(?!\])/gm, '')
  return [...text.matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([, path = '', anchor]) => ({
    path: path === '' ? file : resolve(dirname(file), path),
    anchor,
  }))
}

/** The anchors of a document's headings. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('links', () => {
  it.each(documents(root).map((file) => relative(root, file)))('of %s lead somewhere', (name) => {
    const dead = linksOf(join(root, name)).filter(
      ({ path, anchor }) =>
        !existsSync(path) ||
        (anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor)),
    )
    expect(dead).toEqual([])
  })
})

it('each promise names its tests', () => {
  const [, promises = ''] = readFileSync(join(root, 'README.md'), 'utf8').split('## What it promises')
  const items = promises.split(/^\d\. /m).slice(1)
  expect(items).toHaveLength(4)
  for (const item of items) expect(item).toMatch(/\]\([\w/-]*\/test\/[\w.-]+\.(test|golden|stats)\.ts\)/)
})
