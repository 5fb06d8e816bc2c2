import type { BernoulliOptions, NumericArray } from '../../stream/rng.ts'
import { BITS, fillByChunks } from '../words/chunks.ts'
import type { WordSource } from '../words/word-source.ts'

/** Fills with 1 where `word < p·2³²`, otherwise 0: the probability is p rounded up to a multiple of 2⁻³². */
export function fillBernoulli(
  source: WordSource,
  out: NumericArray,
  { p, start }: Required<BernoulliOptions>,
): void {
  const threshold = p * 2 ** 32
  fillByChunks(source, out, start, {
    layout: BITS,
    transform(words, values, count) {
      for (let i = 0; i < count; i++) values[i] = words[i]! < threshold ? 1 : 0
    },
    kernel: p < 1 ? { name: 'bernoulli', params: [Math.ceil(threshold)] } : undefined,
  })
}
