import { capacity } from '../../philox/laws/integers.ts'
import { instance, NUMBERS, show } from '../../stream/check.ts'
import type { NumericArray } from '../../stream/rng.ts'
import { type JaxKey, split } from './key.ts'
import { bitSource, fillWords } from './words.ts'

const RADIX = 2 ** 16

/** ⌈3·ln n / ln(2³² − 1)⌉ rounds, JAX's rule: the least r with n³ ≤ (2³² − 1)^r, without a logarithm. */
function roundsFor(n: number): number {
  const cube = BigInt(n) ** 3n
  let rounds = 0
  for (let power = 1n; power < cube; power *= 2n ** 32n - 1n) rounds++
  return rounds
}

/** Stable order of the elements by their keys: two counting passes over 16 bits each. */
function sortBy(keys: Uint32Array, items: Uint32Array): Uint32Array {
  let order = Uint32Array.from(keys, (_, i) => i)
  for (const shift of [0, 16]) {
    const begin = new Uint32Array(RADIX + 1)
    for (let i = 0; i < keys.length; i++) begin[((keys[i]! >>> shift) & (RADIX - 1)) + 1]!++
    for (let digit = 0; digit < RADIX; digit++) begin[digit + 1]! += begin[digit]!
    const next = new Uint32Array(order.length)
    for (let i = 0; i < order.length; i++) {
      const item = order[i]!
      next[begin[(keys[item]! >>> shift) & (RADIX - 1)]!++] = item
    }
    order = next
  }
  return order.map((item) => items[item]!)
}

/**
 * `jax.random.permutation(key, n)`: a permutation of 0 … n − 1 by stable sorts after random 32-bit keys, in as many
 * rounds as make ties rare. Bit for bit.
 *
 * @throws TypeError if `out` is no array of numbers, RangeError if it cannot hold n − 1.
 * @example
 * ```ts
 * import { key, permutation } from '@nn/random/jax'
 * permutation(key(42), new Int32Array(10)).toSorted() // => new Int32Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
 * permutation(key(42), new Int8Array(200)) // throws /expected out to hold 0 … 199, got Int8Array/
 * ```
 */
export function permutation<T extends NumericArray>(key: JaxKey, out: T): T {
  const where = 'jax.permutation'
  instance(where, out, NUMBERS)
  const n = out.length
  if (n - 1 > capacity(out)[1])
    throw new RangeError(`${where}: expected out to hold 0 … ${n - 1}, got ${show(out)}; take a wider type`)
  let items: Uint32Array = Uint32Array.from({ length: n }, (_, i) => i)
  let current = key
  for (let round = roundsFor(n); round > 0; round--) {
    const [next, sub] = split(current) as [JaxKey, JaxKey]
    const keys = new Uint32Array(n)
    fillWords(bitSource(where, sub, n, 0), keys, 0)
    items = sortBy(keys, items)
    current = next
  }
  out.set(items)
  return out
}
