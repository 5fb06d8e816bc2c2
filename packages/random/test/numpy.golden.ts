import { describe, expect, it } from 'vitest'
import {
  type BitGeneratorName,
  createNumpyRng,
  type Generator,
  numpyRngFromJSON,
  RandomState,
} from '../src/frameworks/numpy/index.ts'
import numpy from './fixtures/numpy.json'

/** Bits of NumPy 2.4.6: test/fixtures/make-numpy.py. */

function bits(values: Float32Array | Float64Array): string[] {
  const words =
    values instanceof Float32Array ? new Uint32Array(values.buffer) : new BigUint64Array(values.buffer)
  return Array.from(words as ArrayLike<number | bigint>, (word) =>
    word.toString(16).padStart(2 * words.BYTES_PER_ELEMENT, '0'),
  )
}

/** With all numbers as digits. */
function digits(state: object): unknown {
  return JSON.parse(JSON.stringify(state), (_, value) => (typeof value === 'number' ? String(value) : value))
}

const seed = BigInt(numpy.seed)

function draw(rng: Generator): Record<string, unknown> {
  return {
    random: bits(rng.random(new Float64Array(3))),
    random32: bits(rng.random(new Float32Array(5))),
    normal: bits(rng.standardNormal(new Float64Array(700)).slice(-5)),
    normal32: bits(rng.standardNormal(new Float32Array(701)).slice(-5)),
    integers: [...rng.integers(new Float64Array(5), { low: -5, high: 1000 })],
    int8: [...rng.integers(new Int8Array(9), { low: -100, high: 28 })],
    wide: Array.from(rng.integers(new BigInt64Array(3), { low: -(2n ** 62n), high: 2n ** 63n - 1n }), String),
    permutation: [...rng.permutation(new Int32Array(9))],
    choice: [...rng.choice(new Int32Array(6), { a: 40, replace: false })],
    tail: [...rng.choice(new Int32Array(300), { a: 10007, replace: false })].slice(0, 6),
    weighted: [...rng.choice(new Int32Array(4), { a: 5, replace: false, p: [0.1, 0, 0.3, 0.4, 0.2] })],
  }
}

describe.each(Object.entries(numpy.generators))('Generator(%s)', (name, golden) => {
  const bitGenerator = name as BitGeneratorName
  const { state, spawned, ...drawn } = golden

  it('gives the bits of NumPy and ends in its state', () => {
    const rng = createNumpyRng(seed, { bitGenerator })
    expect(draw(rng)).toEqual(drawn)
    expect(digits(rng.bitGenerator.state)).toEqual(digits(state))
  })

  it('goes on from a state of NumPy', () => {
    const rng = createNumpyRng(seed, { bitGenerator })
    draw(rng)
    const other = createNumpyRng(0, { bitGenerator })
    other.bitGenerator.state = state as never
    expect(draw(other)).toEqual(draw(rng))
  })

  it('spawns the children of NumPy, also after JSON', () => {
    const rng = createNumpyRng(seed, { bitGenerator })
    const first = JSON.stringify(rng.spawn(1)[0])
    const next = (numpyRngFromJSON(JSON.parse(JSON.stringify(rng))) as Generator).spawn(1)[0]!
    expect(bits(next.random(new Float64Array(3)))).toEqual(spawned)
    expect(bits(rng.split(1)[0]!.random(new Float64Array(3)))).toEqual(spawned)
    expect(first).not.toEqual(JSON.stringify(rng))
  })
})

describe.each(numpy.legacy)('RandomState($seed)', ({ seed, ...drawn }) => {
  it('gives the bits of NumPy', () => {
    const state = new RandomState(seed)
    expect({
      rand: bits(state.rand(new Float64Array(3))),
      randn32: bits(state.randn(new Float32Array(701)).slice(-5)),
      randn: bits(state.randn(new Float64Array(700)).slice(-20)),
      randint: [...state.randint(new Float64Array(5), { low: -5, high: 1000 })],
      int16: [...state.randint(new Int16Array(7), { low: -300, high: 300 })],
      permutation: [...state.permutation(new Int32Array(9))],
      choice: [...state.choice(new Int32Array(6), { a: 40, replace: false })],
      weighted: [...state.choice(new Int32Array(7), { a: 5, p: [0.1, 0, 0.3, 0.4, 0.2] })],
    }).toEqual(drawn)
  })
})
