import { message, show } from '@nn/check'
import { swap } from '../../stream/swap.ts'
import type { BitGenerator } from './bit-generator.ts'
import { isList } from './entropy.ts'
import { drawer, maskOf } from './kernels/bounded.ts'
import { Words } from './kernels/words.ts'

/** What can be shuffled in place. */
export type Shuffleable = { readonly length: number; [index: number]: unknown }

/**
 * Shuffles in place: i = n − 1 … 1 changes places with j of [0, i], by masked rejection in `Generator` and
 * `RandomState` alike.
 */
export function shuffleInPlace(where: string, source: BitGenerator, values: Shuffleable): void {
  if (!isList(values)) throw new TypeError(message(where, 'an array or typed array', show(values)))
  const words = new Words(source)
  for (let i = values.length - 1; i > 0; i--) {
    const mask = maskOf(i)
    let j: number
    do j = (words.next32(i) & mask) >>> 0
    while (j > i)
    swap(values, i, j)
  }
}

/** Shuffles in place from the end down to `first`, with places by Lemire's product, as `Generator.choice` does. */
export function shuffleTail(source: BitGenerator, values: Float64Array, first: number): void {
  const pair = new Uint32Array(2)
  for (let i = values.length - 1; i >= first; i--) swap(values, i, boundedBy(source, i, pair))
}

/** One integer of [0, span] by Lemire's product. */
export function boundedBy(source: BitGenerator, span: number, pair: Uint32Array): number {
  drawer(source, 64, BigInt(span), 'lemire')(pair, 1)
  const [low = 0, high = 0] = pair
  return high * 2 ** 32 + low
}
