import { finite, startOf } from '../../stream/check.ts'
import type { BernoulliOptions, NumericArray } from '../../stream/rng.ts'
import { BITS, fillByChunks } from '../chunks.ts'
import type { WordSource } from '../word-source.ts'

/** Fills with 1 where `word < p·2³²`, otherwise 0: the probability is p rounded up to a multiple of 2⁻³². */
export function fillBernoulli(source: WordSource, out: NumericArray, options: BernoulliOptions): void {
  const { p = 0.5, start = 0 } = options
  const where = 'rng.bernoulli'
  startOf(where, start, out.length)
  finite(where, 'p', p)
  if (p < 0 || p > 1) throw new RangeError(`${where}: expected p in [0, 1], got ${p}`)
  const threshold = p * 2 ** 32
  fillByChunks(
    source,
    out,
    start,
    BITS,
    (words, values) => {
      for (let i = 0; i < values.length; i++) values[i] = words[i]! < threshold ? 1 : 0
    },
    p < 1 ? { name: 'bernoulli', params: Uint32Array.of(Math.ceil(threshold)) } : undefined,
  )
}
