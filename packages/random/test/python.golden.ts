import { describe, expect, it } from 'vitest'
import { createPythonRng, type PythonSeed } from '../src/frameworks/python/index.ts'
import python from './fixtures/python.json'

/** Bits of CPython 3.11's random module: test/fixtures/make-python.py. */

function number(hex: string): number {
  return new Float64Array(new BigUint64Array([BigInt(`0x${hex}`)]).buffer)[0]!
}

function bits(x: number): string {
  return new BigUint64Array(new Float64Array([x]).buffer)[0]!.toString(16).padStart(16, '0')
}

function seedOf({ type, value }: { type: string; value: string }): PythonSeed {
  if (type === 'int') return BigInt(value)
  if (type === 'float') return number(value)
  if (type === 'str') return value
  return Uint8Array.from(value.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

describe.each(python.cases)('random.Random($seed.type $seed.value)', (golden) => {
  it('gives the bits of CPython', () => {
    const rng = createPythonRng(seedOf(golden.seed))
    expect(golden.random.map(() => bits(rng.random()))).toEqual(golden.random)
    for (const [count, value] of golden.getrandbits)
      expect(rng.getrandbits(count as number)).toBe(BigInt(value as string))
    for (const [low, high, value] of golden.randint)
      expect(String(rng.randint(BigInt(low!), BigInt(high!)))).toBe(value)
    expect(rng.shuffle(Array.from({ length: 20 }, (_, i) => i))).toEqual(golden.shuffle)
    const near = (got: number, hex: string) =>
      expect(Math.abs(got / number(hex) - 1)).toBeLessThan(4 * 2 ** -52)
    near(rng.gauss(), golden.gauss[0]!)
    near(rng.gauss(), golden.gauss[1]!)
    near(rng.gauss(3, 0.5), golden.gauss[2]!)
    const [kind, words, gauss] = rng.toJSON().state
    expect([kind, words[623], words[624]]).toEqual([3, golden.state.last_word, golden.state.position])
    near(gauss!, golden.state.gauss)
    const uniform = rng.uniform(new Float64Array(3), { low: -0.37, high: 0.55 })
    expect([...uniform].map(bits)).toEqual(golden.uniform)
    expect([...rng.integers(new Float64Array(5), { low: -7, high: 2900000 })]).toEqual(golden.randrange)
  })
})
