import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Brand,
  checkGiven,
  checkOptions,
  deviation,
  didYouMean,
  ending,
  finite,
  flag,
  hasBrand,
  integer,
  isDetached,
  keysOf,
  mark,
  message,
  nearest,
  number,
  oneOf,
  ordered,
  positive,
  show,
  showShape,
  within,
  wrongKind,
  wrongValue,
} from '../src/index.ts'

describe('message', () => {
  it('has where, what was expected, what came, and the cure', () => {
    expect(message('normal', 'std >= 0', '-1')).toBe('normal: expected std >= 0, got -1')
    expect(message('normal', 'an rng', 'none', 'pass one')).toBe(
      'normal: expected an rng, got none; pass one',
    )
  })
})

describe('wrongKind and wrongValue', () => {
  it('show the value', () => {
    expect(wrongKind('f', 'a list', '1')).toEqual(new TypeError('f: expected a list, got "1"'))
    expect(wrongValue('f', 'x > 0', -0, 'take another')).toEqual(
      new RangeError('f: expected x > 0, got -0; take another'),
    )
  })
})

function transferred(): Uint8Array {
  const array = new Uint8Array(3)
  // Of the platform, which this package's types do not know.
  const { structuredClone } = globalThis as unknown as {
    structuredClone(value: unknown, options: object): void
  }
  structuredClone(array.buffer, { transfer: [array.buffer] })
  return array
}

describe('isDetached', () => {
  it('is of arrays whose memory was transferred, not of empty ones', () => {
    expect([transferred(), new Uint8Array(0), new DataView(new ArrayBuffer(1))].map(isDetached)).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('show', () => {
  it.each<[unknown, string]>([
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [1.5, '1.5'],
    [12n, '12n'],
    [-(10n ** 60n), `-1${'0'.repeat(58)}…`],
    [1n << 10_000_000n, 'a bigint of more than 256 bits'],
    ['a"b', '"a\\"b"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 0, 'a function'],
    [Math.max, 'the function max'],
    [{ a: 1 }, 'an object'],
    [Object.create(null), 'an instance of no class'],
    [new Map(), 'an instance of Map'],
    [new Float32Array(3), 'a Float32Array of 3 elements'],
    [transferred(), 'a Uint8Array whose memory was transferred'],
    [[1, 'a', [2]], '[1, "a", […]]'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], '[1, 2, 3, 4, 5, 6, 7, 8, … 2 more]'],
    [{ constructor: 3 }, 'an instance of no class'],
  ])('%o', (value, text) => {
    expect(show(value)).toBe(text)
  })
  it('is bounded, whatever the value, and does not throw', () => {
    fc.assert(fc.property(fc.anything(), (value) => show(value).length < 800))
    const circle: unknown[] = []
    circle.push(circle)
    for (const large of ['x'.repeat(1e6), new Array(1e6).fill('y'.repeat(1000)), 10n ** 5000n, circle])
      expect(show(large).length).toBeLessThan(800)
  })
  it('shows the end of a long path', () => {
    expect(ending('/a/b')).toBe('/a/b')
    expect(ending(`/${'a'.repeat(1000)}/b`)).toBe(`…${'a'.repeat(298)}/b`)
    expect(message('x'.repeat(1e6), 'a', 'b').length).toBeLessThan(400)
  })
  it('shows shapes', () => {
    expect(showShape([8, null])).toBe('[8, ?]')
  })
})

describe('checkOptions', () => {
  const names = { mean: true, std: true } as const
  const check = (options: unknown) => () => checkOptions('normal', options as { mean?: 1; std?: 2 }, names)
  it.each([[undefined], [{}], [{ mean: 1 }], [Object.create(null)], [JSON.parse('{"std": 1}')]])(
    'takes %o',
    (options) => {
      check(options)()
    },
  )
  it.each<[unknown, string]>([
    [{ stdev: 1 }, 'normal: expected options mean, std, got "stdev"; did you mean "std"?'],
    [{ toString: 1 }, 'normal: expected options mean, std, got "toString"; did you mean "std"?'],
    [null, 'normal: expected an options object, got null'],
    [5, 'normal: expected an options object, got 5'],
    ['std', 'normal: expected an options object, got "std"'],
    [[], 'normal: expected an options object, got []'],
    [new Map(), 'normal: expected an options object, got an instance of Map'],
    [new Float32Array(2), 'normal: expected an options object, got a Float32Array of 2 elements'],
    [() => 0, 'normal: expected an options object, got a function'],
    [new (class Mine {})(), 'normal: expected an options object, got an instance of Mine'],
  ])('refuses %o', (options, text) => {
    expect(check(options)).toThrow(new TypeError(text))
  })
  it('says so where there are no options', () => {
    expect(() => checkOptions('relu', { slope: 1 } as object, {} as never)).toThrow(
      'relu: expected no options, got "slope"',
    )
  })
})

describe('numbers', () => {
  it('return what they check', () => {
    expect(number('f', 'x', Infinity)).toBe(Infinity)
    expect(finite('f', 'x', -1.5)).toBe(-1.5)
    expect(positive('f', 'x', 0.5)).toBe(0.5)
    expect(integer('f', 'x', -3)).toBe(-3)
    expect(integer('f', 'x', 3, 3, 3)).toBe(3)
    expect(within('f', 'x', 1, 0, 1)).toBe(1)
    expect(flag('f', 'x', false)).toBe(false)
    expect(deviation('f', 0)).toBe(0)
    expect(oneOf('f', 'x', 'b', ['a', 'b'])).toBe('b')
    ordered('f', 1, 2)
  })
  it.each<[() => unknown, Error]>([
    [() => number('f', 'x', '1'), new TypeError('f: expected x to be a number, got "1"')],
    [() => number('f', 'x', Number.NaN), new RangeError('f: expected x to be a number, got NaN')],
    [() => finite('f', 'x', Infinity), new RangeError('f: expected x to be finite, got Infinity')],
    [() => finite('f', 'x', null), new TypeError('f: expected x to be a number, got null')],
    [() => positive('f', 'x', -0), new RangeError('f: expected x > 0, got -0')],
    [() => integer('f', 'x', 1.5), new RangeError('f: expected x to be an integer, got 1.5')],
    [
      () => integer('f', 'x', 2 ** 53),
      new RangeError('f: expected x to be an integer, got 9007199254740992'),
    ],
    [() => integer('f', 'x', -1, 0), new RangeError('f: expected x to be an integer >= 0, got -1')],
    [() => integer('f', 'x', 5, 1, 4), new RangeError('f: expected x to be an integer of [1, 4], got 5')],
    [() => within('f', 'x', 2, 0, 1), new RangeError('f: expected x in [0, 1], got 2')],
    [() => flag('f', 'x', 1), new TypeError('f: expected x to be true or false, got 1')],
    [() => deviation('f', -1), new RangeError('f: expected std >= 0, got -1')],
    [() => ordered('f', 2, 2), new RangeError('f: expected low < high, got low 2 and high 2')],
    [() => oneOf('f', 'x', 3, ['a', 'b']), new TypeError('f: expected x to be one of a, b, got 3')],
    [
      () => oneOf('f', 'x', 'meen', ['mean', 'std']),
      new RangeError('f: expected x to be one of mean, std, got "meen"; did you mean "mean"?'),
    ],
  ])('refuse %o', (attempt, error) => {
    expect(attempt).toThrow(error)
  })
})

describe('nearest', () => {
  it('orders names by edit distance, letter case aside', () => {
    expect(nearest('leaky_relu', ['relu', 'leakyRelu', 'selu'], 1)).toEqual(['leakyRelu'])
    expect(nearest('STD', ['mean', 'std'])).toEqual(['std', 'mean'])
    expect(nearest('', ['four', 'one', ''])).toEqual(['', 'one', 'four'])
    expect(nearest('kitten', ['', 'sitting', 'mitten'])).toEqual(['mitten', 'sitting', ''])
  })
  it('is the cure for a misspelt name', () => {
    expect(didYouMean('stdd', ['mean', 'std'])).toBe('did you mean "std"?')
  })
})

describe('brands', () => {
  const brand = (protocol: number): Brand => ({
    ...{ key: Symbol.for('@nn/check test'), from: '@nn/check', noun: 'a thing', protocol },
  })
  it('are recognised by every copy, and are no enumerable name', () => {
    const thing = {}
    mark(thing, brand(1))
    expect(hasBrand(thing, brand(1))).toBe(true)
    expect(Object.keys(thing)).toEqual([])
  })
  it.each([[null], [undefined], [3], ['a'], [{}], [() => 0]])('are not on %o', (value) => {
    expect(hasBrand(value, brand(1))).toBe(false)
  })
  it('of another protocol are an error with the cure', () => {
    const old = {}
    mark(old, brand(1))
    expect(() => hasBrand(old, brand(2))).toThrow(
      '@nn/check: expected a thing of protocol 2, got protocol 1, from another copy; npm dedupe, or update both',
    )
  })
})

it('keysOf gives the names of a table', () => {
  const table: Readonly<Record<'relu' | 'tanh', number>> = { relu: 2, tanh: 1 }
  const names: readonly ('relu' | 'tanh')[] = keysOf(table)
  expect(names).toEqual(['relu', 'tanh'])
})

describe('checkGiven', () => {
  const names = { mean: true, std: true } as const

  it('refuses what checkOptions refuses, and nothing at all', () => {
    expect(() => checkGiven<{ mean?: number; std?: number }>('f', { mean: 1 }, names)).not.toThrow()
    expect(() => checkGiven<object>('f', { men: 1 }, names as never)).toThrow(
      'f: expected options mean, std, got "men"; did you mean "mean"?',
    )
    for (const [value, shown] of [
      [undefined, 'undefined'],
      [null, 'null'],
      [[1], '[1]'],
    ] as const) {
      const call = (): void => checkGiven('f', value as never, names as never)
      expect(call).toThrow(new TypeError(`f: expected an options object, got ${shown}`))
    }
  })
})
