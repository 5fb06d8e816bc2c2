import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { declarationsOf, localNames } from '../src/declarations.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const packages = readdirSync(join(root, 'packages')).filter((name) => name !== 'internal')

/** The public declarations of a package: those of the package itself and of its subpaths. */
function publicOf(name: string) {
  const folder = join(root, 'packages', name)
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.values<{ types?: string }>(exports).flatMap(({ types }) =>
    types === undefined ? [] : declarationsOf(join(folder, types)),
  )
}

describe.each(packages)('the public declarations of @nn/%s', (name) => {
  const all = publicOf(name)

  it('are found', () => {
    expect(all.length).toBeGreaterThan(2)
  })

  it('name only exported types', () => {
    const exported = new Set(all.map((one) => one.name))
    const hidden = all.flatMap((one) =>
      localNames(one.file)
        .filter((used) => !exported.has(used) && new RegExp(`\\b${used}\\b`).test(one.text))
        .map((used) => `${one.name} names ${used}`),
    )
    expect(hidden).toEqual([])
  })

  it('have no members that make the types of two copies differ', () => {
    const hidden = all.filter(({ text }) => /^\s+(private|protected|#)|\$state\b/m.test(text))
    expect(hidden.map((one) => one.name)).toEqual([])
  })
})

it('what they are held to finds what is there', () => {
  const dense = publicOf('layers').find((one) => one.name === 'Dense')
  expect(dense?.text).toContain('weight: Parameter')
  expect(localNames("import { type OptionNames } from '@nn/check'\ninterface Own {}")).toEqual([
    'OptionNames',
    'Own',
  ])
})
