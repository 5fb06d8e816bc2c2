import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp, expm1, tanh } from '../src/exact/exp.ts'
import { log, log1p, log2, log10, power } from '../src/exact/log.ts'
import { powerOfTwo } from '../src/exact/powers.ts'
import { cos, sin } from '../src/exact/sine.ts'

/** Relative distance from the engine's own function, which is off by an ulp itself. */
function near(actual: number, expected: number, tolerance = 1e-15): void {
  if (Object.is(actual, expected)) return
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected) + 5e-324)
}

const doubles = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe('exact functions', () => {
  it.each([
    ['exp', exp, Math.exp, doubles(-740, 709.7), 1e-15],
    ['exp near 0', exp, Math.exp, doubles(-1, 1), 5e-16],
    ['expm1', expm1, Math.expm1, doubles(-40, 300), 2e-15],
    ['expm1 near 0', expm1, Math.expm1, doubles(-0.5, 0.5), 2e-15],
    ['tanh', tanh, Math.tanh, doubles(-25, 25), 2e-15],
    ['tanh near 0', tanh, Math.tanh, doubles(-0.3, 0.3), 2e-15],
    ['log', log, Math.log, doubles(1e-300, 1e300), 1e-15],
    ['log near 1', log, Math.log, doubles(0.5, 2), 1e-15],
    ['log1p', log1p, Math.log1p, doubles(-0.999, 1e9), 2e-15],
    ['log1p near 0', log1p, Math.log1p, doubles(-0.5, 0.5), 2e-15],
    ['log2', log2, Math.log2, doubles(1e-300, 1e300), 1e-15],
    ['log10', log10, Math.log10, doubles(1e-300, 1e300), 2e-15],
  ] as const)('%s is that of the engine', (_, own, engine, points, tolerance) => {
    fc.assert(
      fc.property(points, (x) => near(own(x), engine(x), tolerance)),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['sin', sin, Math.sin],
    ['cos', cos, Math.cos],
  ] as const)('%s is that of the engine', (_, own, engine) => {
    fc.assert(
      fc.property(doubles(-1e5, 1e5), (x) => {
        expect(Math.abs(own(x) - engine(x))).toBeLessThan(5e-16)
      }),
      { numRuns: 2000 },
    )
  })

  it('have the ends that mathematics gives them', () => {
    expect([exp(0), exp(-800), exp(800), exp(Number.NEGATIVE_INFINITY)]).toEqual([1, 0, Infinity, 0])
    expect(exp(Number.NaN)).toBeNaN()
    expect([tanh(0), tanh(30), tanh(-Infinity)]).toEqual([0, 1, -1])
    expect([log(1), log(0), log(Infinity), log2(2 ** -1074), log2(1024)]).toEqual([
      0,
      -Infinity,
      Infinity,
      -1074,
      10,
    ])
    expect(log(-1)).toBeNaN()
    expect([sin(0), cos(0)]).toEqual([0, 1])
    expect([0, 7, -1022, -1074, 1023, -1075, 1024].map(powerOfTwo)).toEqual([
      ...[1, 128, 2 ** -1022, Number.MIN_VALUE, 2 ** 1023, 0, Infinity],
    ])
    expect([power(0, 2), power(0, 0), power(0, -1)]).toEqual([0, 1, Infinity])
    near(power(10, -6), 1e-6, 1e-14)
    near(power(0.5, 1 / 3), Math.cbrt(0.5), 1e-15)
  })

  // Frozen: these are the bits in every engine.
  it('have these bits', () => {
    expect([
      exp(0.75),
      exp(-0.5),
      expm1(0.1),
      tanh(0.7),
      log(3),
      log1p(1e-9),
      log10(7),
      sin(2),
      cos(2),
    ]).toEqual([
      2.117000016612675, 0.6065306597126334, 0.10517091807564763, 0.6043677771171636, 1.0986122886681098,
      9.999999995e-10, 0.8450980400142567, 0.9092974268256817, -0.4161468365471424,
    ])
  })
})

describe('the numbers of pictures', () => {
  const SRC = join(import.meta.dirname, '../src')
  const FOLDERS = [
    'activations',
    'exact',
    'matrices',
    'measure',
    'networks',
    'pictures',
    'plain',
    'signal',
    'theory',
  ]
  /** Functions whose last bits are the engine's, and powers but those of 2. */
  const ENGINES = /Math\.(?:exp|expm1|log\w*|pow|a?(?:sin|cos|tan)h?|atan2|hypot|cbrt)\b|(?<!\b2) \*\* /
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  )

  it.each(files)('of %s are computed by no function of an engine', (file) => {
    const code = readFileSync(join(SRC, file), 'utf8').replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
    expect(ENGINES.exec(code)?.[0]).toBeUndefined()
  })

  it('would be found', () => {
    for (const code of ['Math.exp(x)', 'Math.log10(x)', 'Math.tanh', 'x ** 2', '10 ** x'])
      expect(code).toMatch(ENGINES)
    for (const code of ['Math.sqrt(x)', '2 ** 25', 'Math.sign(x)', 'Math.LOG2E'])
      expect(code).not.toMatch(ENGINES)
  })
})
