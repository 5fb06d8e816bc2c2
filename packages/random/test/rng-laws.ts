import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FloatArray, NumericArray, Rng } from '../src/index.ts'

/** Every fill, by name, as a function of a stream and an array. */
export const FILLS: Readonly<Record<string, (rng: Rng, out: NumericArray, start?: number) => NumericArray>> =
  {
    uniform: (rng, out, start = 0) => rng.uniform(out as FloatArray, { low: -1, high: 3, start }),
    normal: (rng, out, start = 0) => rng.normal(out as FloatArray, { mean: 1, std: 2, start }),
    truncatedNormal: (rng, out, start = 0) => rng.truncatedNormal(out as FloatArray, { low: -1.5, start }),
    'truncatedNormal, wide': (rng, out, start = 0) =>
      rng.truncatedNormal(out as FloatArray, { high: 9, start }),
    bernoulli: (rng, out, start = 0) => rng.bernoulli(out, { p: 0.3, start }),
    integers: (rng, out, start = 0) => rng.integers(out, { low: -7, high: 2900000, start }),
  }

const KINDS = { Float32Array, Float64Array }

/**
 * The laws of every random-access stream. `make` gives the root stream of a seed, `restore` one from its JSON.
 */
export function rngLaws(make: (seed: number) => Rng, restore: (json: string) => Rng): void {
  describe.each(Object.entries(FILLS))('%s', (_, fill) => {
    describe.each(Object.entries(KINDS))('into %s', (_, Kind) => {
      const draw = (rng: Rng, n = 40, start = 0) => fill(rng, new Kind(n), start)

      it('gives the same values for the same seed, and others for another seed, path or fill', () => {
        const rng = make(1)
        const first = draw(rng)
        expect(draw(make(1))).toEqual(first)
        for (const other of [draw(make(2)), draw(make(1).at('a')), draw(rng)])
          expect(other).not.toEqual(first)
      })

      it('fills any slice as the slice of the whole', () => {
        const whole = draw(make(3), 5000)
        fc.assert(
          fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
            const [begin, end] = a < b ? [a, b] : [b, a]
            expect(draw(make(3), end - begin, begin)).toEqual(whole.slice(begin, end))
          }),
          { numRuns: 30 },
        )
      })

      it('goes on from a clone and from JSON as the stream itself does', () => {
        const rng = make(4).at('x')
        draw(rng)
        const clone = rng.clone()
        const restored = restore(JSON.stringify(rng))
        const next = draw(rng)
        expect(draw(clone)).toEqual(next)
        expect(draw(restored)).toEqual(next)
      })

      it('fills the empty array and arrays that share memory', () => {
        expect(draw(make(5), 0)).toHaveLength(0)
        const shared = new Kind(new ArrayBuffer(80), 8, 4)
        expect(fill(make(5), shared)).toBe(shared)
        expect([...shared]).toEqual([...draw(make(5), 4)])
      })
    })
  })

  it('nests paths: at(a).at(b) is at(a.b), from its start, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), fc.nat(3), (a, b, before) => {
        const root = make(6)
        const child = root.at(a)
        for (let i = 0; i < before; i++) {
          root.normal(new Float32Array(5))
          child.uniform(new Float32Array(3))
        }
        expect(child.at(b).bits(new Uint32Array(4))).toEqual(make(6).at(`${a}.${b}`).bits(new Uint32Array(4)))
      }),
    )
  })

  it('splits into streams that differ from each other, from the parent and from an earlier split', () => {
    const rng = make(7)
    const streams = [...rng.split(3), ...rng.split(3), rng]
    const seen = new Set(streams.map((stream) => String(stream.bits(new Uint32Array(2)))))
    expect(seen.size).toBe(7)
    expect(make(7).split(2)[1]!.bits(new Uint32Array(2))).toEqual(
      make(7).split(3)[1]!.bits(new Uint32Array(2)),
    )
  })

  it('permutes', () => {
    const out = make(8).permutation(new Int32Array(3000))
    expect(out).toEqual(make(8).permutation(new Int32Array(3000)))
    expect([...out].sort((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, i) => i))
    expect(make(8).permutation(new Uint8Array(0))).toHaveLength(0)
  })
}
