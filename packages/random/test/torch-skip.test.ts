import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTorchRng, skip, type TorchRng } from '../src/frameworks/torch/index.ts'

/** Moves on by drawing. */
function drawn(rng: TorchRng, words: number): TorchRng {
  const piece = new Uint32Array(1 << 16)
  for (let left = words; left > 0; left -= piece.length) rng.bits(piece.subarray(0, left))
  return rng
}

describe('skip', () => {
  it.each([
    0,
    1,
    623,
    624,
    625,
    1247,
    1248,
    1249,
    100_000,
    4096 * 624,
    4096 * 624 + 1,
    4097 * 624,
    10_000_019,
  ])('of %i words is drawing them, in every byte of the state', (words) => {
    expect(skip(createTorchRng(42), words).getState()).toEqual(drawn(createTorchRng(42), words).getState())
  })

  it('starts anywhere in a block', () => {
    for (const first of [1, 300, 623, 624, 1000]) {
      const [one, two] = [drawn(createTorchRng(9), first), drawn(createTorchRng(9), first)]
      expect(skip(one, 3_000_000).getState()).toEqual(drawn(two, 3_000_000).getState())
    }
  })

  it('of a sum is skipping one after the other, however far', () => {
    const far = fc.integer({ min: 0, max: 2 ** 51 })
    fc.assert(
      fc.property(far, far, (a, b) => {
        const twice = skip(skip(createTorchRng(1), a), b)
        expect(twice.getState()).toEqual(skip(createTorchRng(1), a + b).getState())
      }),
      { numRuns: 6 },
    )
  })

  it('is another place one word further', () => {
    const next = (words: number) => skip(createTorchRng(3), words).bits(new Uint32Array(4))
    expect(next(5_000_001).slice(0, 3)).toEqual(next(5_000_000).slice(1))
    expect(next(5_000_001)).not.toEqual(next(5_000_000))
  })

  it('keeps a kept normal, and the options of the stream', () => {
    const options = { profile: 'generic', version: '2.11' } as const
    const [one, two] = [createTorchRng(5, options), createTorchRng(5, options)]
    one.normal(new Float32Array(1))
    two.normal(new Float32Array(1))
    const after = skip(one, 2).normal(new Float32Array(3))
    expect(after).toEqual(drawn(two, 2).normal(new Float32Array(3)))
    expect(one.toJSON()).toMatchObject({ profile: 'generic', torch: '2.11' })
  })

  it('refuses what is no count and no stream of PyTorch', () => {
    const rng = createTorchRng(1)
    const before = rng.getState()
    expect(() => skip(rng, -1)).toThrow(/skip: expected words to be an integer >= 0, got -1/)
    expect(() => skip(rng, 1.5)).toThrow(RangeError)
    expect(() => skip(rng, 2 ** 53)).toThrow(RangeError)
    expect(() => skip(rng, '1' as never)).toThrow(TypeError)
    expect(() => skip(null as never, 1)).toThrow(/skip: expected a stream of createTorchRng, got null/)
    expect(() => skip({} as never, 1)).toThrow(TypeError)
    expect(rng.getState()).toEqual(before)
  })
})
