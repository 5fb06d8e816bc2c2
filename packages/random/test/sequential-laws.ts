import { expect, it } from 'vitest'
import type { Rng } from '../src/index.ts'
import { FILLS } from './rng-laws.ts'

/** A state of odd standing: part of a block is drawn, a normal may be kept. */
function disturb(rng: Rng): Rng {
  rng.uniform(new Float32Array(5))
  rng.normal(new Float32Array(3))
  return rng
}

/**
 * The laws of every stream that is one sequence. `make` gives the stream of a seed, `restore` one from its JSON;
 * `without` names the laws that the framework lacks, which must then say so; some streams do split.
 */
export function sequentialLaws(
  make: (seed: number) => Rng,
  restore: (json: string) => Rng,
  without: readonly string[] = [],
  { splits = false }: { readonly splits?: boolean } = {},
): void {
  for (const [name, fill] of Object.entries(FILLS)) {
    if (without.some((law) => name.startsWith(law))) {
      it(`says that it has no ${name}`, () => {
        expect(() => fill(make(1), new Float32Array(4))).toThrow(/^rng\.\w+: expected .+; use /)
      })
      continue
    }
    it(`${name}: repeats itself by seed, moves on by draw, refuses a start`, () => {
      const draw = (rng: Rng, Kind: typeof Float32Array | typeof Float64Array = Float32Array) =>
        fill(rng, new Kind(40))
      const rng = make(1)
      const first = draw(rng)
      expect(draw(make(1))).toEqual(first)
      for (const other of [draw(make(2)), draw(rng)]) expect(other).not.toEqual(first)
      expect(draw(make(1), Float64Array)).toEqual(draw(make(1), Float64Array))
      expect(fill(make(1), new Float32Array(0))).toHaveLength(0)
      const out = new Float32Array(4).fill(7)
      expect(() => fill(rng, out, 1)).toThrow(/expected start 0 of a sequential stream, got 1; .*createRng/)
      expect([...out]).toEqual([7, 7, 7, 7])
    })

    it(`${name}: goes on from a clone and from JSON as the stream itself does`, () => {
      const rng = disturb(make(3))
      const others = [rng.clone(), restore(JSON.stringify(rng))]
      for (let call = 0; call < 3; call++) {
        const next = fill(rng, new Float32Array(7))
        for (const other of others) expect(fill(other, new Float32Array(7))).toEqual(next)
      }
    })
  }

  it('is one sequence: a path gives the stream itself', () => {
    const rng = make(4)
    expect(rng.at('0.weight')).toBe(rng)
  })

  it(splits ? 'splits into other streams, each time into others' : 'does not split', () => {
    const rng = make(4)
    if (splits) {
      const streams = [...rng.split(2), ...rng.split(1), ...rng.split(0), rng]
      expect(new Set(streams.map((stream) => String(stream.bits(new Uint32Array(3))))).size).toBe(4)
    } else expect(() => rng.split(2)).toThrow(/^rng\.split: expected a stream that splits, got .+; /)
  })

  const permutes = !without.includes('permutation')
  it(permutes ? 'permutes' : 'says that it has no permutation', () => {
    if (!permutes) {
      expect(() => make(5).permutation(new Int32Array(3))).toThrow(/^rng\.permutation: expected .+; use /)
      return
    }
    const out = make(5).permutation(new Int32Array(3000))
    expect(out).toEqual(make(5).permutation(new Int32Array(3000)))
    expect([...out].sort((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, i) => i))
    expect(make(5).permutation(new Uint8Array(0))).toHaveLength(0)
  })

  it('gives raw words', () => {
    expect(make(6).bits(new Uint32Array(700))).toEqual(make(6).bits(new Uint32Array(700)))
    expect(() => make(6).bits(new Uint32Array(4), { start: 2 })).toThrow(/expected start 0/)
  })
}
