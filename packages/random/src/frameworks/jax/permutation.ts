import { checkPermutation } from '../../stream/laws.ts'
import type { NumericArray } from '../../stream/rng.ts'
import { bitSource } from './bit-source.ts'
import { sortBy } from './kernels/sort-by.ts'
import { fillWords } from './kernels/words.ts'
import { type JaxKey, splitInTwo } from './key.ts'

/** ⌈3·ln n / ln(2³² − 1)⌉ rounds, JAX's rule: the least r with n³ ≤ (2³² − 1)^r, without a logarithm. */
function roundsFor(n: number): number {
  const cube = BigInt(n) ** 3n
  let rounds = 0
  for (let power = 1n; power < cube; power *= 2n ** 32n - 1n) rounds++
  return rounds
}

/**
 * `jax.random.permutation(key, n)`: a permutation of 0 … n − 1 by stable sorts after random 32-bit keys, in as many
 * rounds as make ties rare. Bit for bit.
 *
 * @throws TypeError if the key is none or `out` no array of numbers, RangeError if it cannot hold n − 1.
 * @example
 * ```ts
 * import { key, permutation } from '@nn/random/jax'
 * permutation(key(42), new Int32Array(10)).toSorted() // => new Int32Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
 * permutation(key(42), new Int8Array(200)) // throws /length of a Int8Array in \[0, 128\], got 200/
 * ```
 */
export function permutation<T extends NumericArray>(key: JaxKey, out: T): T {
  const where = 'jax.permutation'
  checkPermutation(where, out)
  drawPermutation(where, key, out)
  return out
}

/** Draws a permutation into an array that can hold it. */
export function drawPermutation(where: string, key: JaxKey, out: NumericArray): void {
  const n = out.length
  let items: Uint32Array = Uint32Array.from({ length: n }, (_, i) => i)
  let current = key
  for (let round = roundsFor(n); round > 0; round--) {
    const [next, sub] = splitInTwo(current)
    const keys = new Uint32Array(n)
    fillWords(bitSource(where, sub, n, 0), keys, 0)
    items = sortBy(keys, items)
    current = next
  }
  out.set(items)
}
