import { describe, expect, it } from 'vitest'
import { declarationsOf, localNames } from '../src/declarations.ts'

/** Packages whose public declarations are held to this. */
const PACKAGES = ['layers']

describe.each(PACKAGES)('the public declarations of @nn/%s', (name) => {
  const all = declarationsOf(new URL(`../../../packages/${name}/dist/index.d.ts`, import.meta.url).pathname)

  it('are found', () => {
    expect(all.length).toBeGreaterThan(200)
    expect(all.find((one) => one.name === 'Dense')?.text).toContain('readonly weight: Parameter')
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
