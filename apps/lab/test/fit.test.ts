import { describe, expect, it } from 'vitest'
import { fit, PYTHON, TYPESCRIPT } from '../src/code/fit.ts'

const name = (letter: string): string => letter.repeat(30)
const [a, b, c] = [name('a'), name('b'), name('c')]

describe('lines of programs', () => {
  it('stay as they are up to 96 columns', () => {
    const line = `f(${'x'.repeat(93)})`
    expect(fit(line, PYTHON)).toEqual([line])
    expect(fit(`f(${'x'.repeat(94)})`, PYTHON)).toHaveLength(3)
  })

  it('of Python have the arguments of the longest call in a line of their own', () => {
    expect(fit(`    y = f(${a}, g(${b}, 1))(first, ${c})`, PYTHON)).toEqual([
      '    y = f(',
      `        ${a}, g(${b}, 1)`,
      `    )(first, ${c})`,
    ])
  })

  it('of Python have a line for each argument where one is not enough', () => {
    expect(fit(`f(${a}, g(${b}, ${a}), ${c})`, PYTHON)).toEqual([
      'f(',
      `    ${a},`,
      `    g(${b}, ${a}),`,
      `    ${c},`,
      ')',
    ])
  })

  it('have no comma behind a comprehension, which would be an error', () => {
    expect(fit(`x = [${a}${b} for ${c} in ${a}]`, PYTHON)).toEqual([
      'x = [',
      `    ${a}${b} for ${c} in ${a}`,
      ']',
    ])
  })

  it('of TypeScript keep an object with its call, and have a line for each member', () => {
    expect(fit(`f({ ${a}: 1, ${b}: [2, 3], ${c} })`, TYPESCRIPT)).toEqual([
      'f({',
      `  ${a}: 1,`,
      `  ${b}: [2, 3],`,
      `  ${c},`,
      '})',
    ])
  })
})
