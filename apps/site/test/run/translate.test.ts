import { describe, expect, it } from 'vitest'
import { runsIn } from '../../src/run/fence.ts'
import { inspect } from '../../src/run/inspect.ts'
import { translate } from '../../src/run/translate.ts'

const addressOf = (name: string) => (name === '@nn/random' ? '/modules/random.js' : undefined)

describe('translate', () => {
  it.each([
    ["import { type Rng, createRng } from '@nn/random'", "import { createRng } from '/modules/random.js'"],
    ["import {\n  createRng,\n} from '@nn/random'", "import {\n  createRng,\n} from '/modules/random.js'"],
    ['const a: number = 1', 'const a = 1'],
    ['a\nf(a) // => 2', 'a\n;__value(2, () => (f(a)));'],
    ['f(a) // throws /b/', ';__throws(1, () => (f(a)));'],
    ['console.log("import a from \'b\'")', 'console.log("import a from \'b\'")'],
  ])('%j', (code, javascript) => {
    expect(translate(code, addressOf)).toBe(javascript)
  })

  it('refuses other packages', () => {
    expect(() => translate("import a from 'lodash'", addressOf)).toThrow(
      'import: expected one of these packages in a page, got lodash; run it in your project',
    )
  })
})

describe('runsIn', () => {
  it.each([
    ["import { a } from '@nn/init'", true],
    ["import { a } from '@nn/init'\nimport b from '@tensorflow/tfjs-core'", false],
    ["import { a } from '@nn/init'\nimport 'node:fs'", false],
    ['npm install', false],
  ])('%j: %s', (code, runs) => {
    expect(runsIn(code, ['@nn/init'])).toBe(runs)
  })
})

describe('inspect', () => {
  it.each([
    [-0, '-0'],
    ["it's", "'it\\'s'"],
    [12n, '12n'],
    [undefined, 'undefined'],
    [null, 'null'],
    [[1, [2]], '[1, [2]]'],
    [new Float32Array([0.5]), 'Float32Array [0.5]'],
    [{ a: 1, 'b-c': [] }, "{ a: 1, 'b-c': [] }"],
    [{}, '{}'],
    [new Map([['a', 1]]), "Map [['a', 1]]"],
    [new RangeError('mine'), 'RangeError: mine'],
    [{ toString: () => 'tensor' }, 'tensor'],
    [Array.from({ length: 102 }, () => 0), `[${'0, '.repeat(100)}… 2 more]`],
    [[[[[[[1]]]]]], '[[[[[…]]]]]'],
  ])('%o', (value, text) => {
    expect(inspect(value)).toBe(text)
  })
})
