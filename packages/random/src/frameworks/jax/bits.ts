import { show } from '../../stream/check.ts'
import type { FillOptions } from '../../stream/rng.ts'
import { byChunks, CHUNK } from './chunks.ts'
import type { JaxKey } from './key.ts'
import { type BitSource, bitSource, fillNarrowWords, fillWordPairs, fillWords } from './words.ts'

/** The arrays of unsigned integers that `bits` fills. */
export type BitArray = Uint8Array | Uint16Array | Uint32Array | BigUint64Array

function fill64(source: BitSource, out: BigUint64Array, start: number): void {
  const high = new Uint32Array(CHUNK)
  const low = new Uint32Array(CHUNK)
  byChunks(out.length, (done, count) => {
    fillWordPairs(source, high.subarray(0, count), low, start + done)
    for (let i = 0; i < count; i++) out[done + i] = (BigInt(high[i]!) << 32n) | BigInt(low[i]!)
  })
}

/**
 * `jax.random.bits(key, shape, dtype)`: uniform bits of the array's width, row-major. The 64-bit ones are those of
 * `jax_enable_x64`.
 *
 * @throws TypeError if `out` is no unsigned integer array, RangeError if `start` is no integer ≥ 0.
 * @example
 * ```ts
 * import { bits, key } from '@nn/random/jax'
 * bits(key(0), new Uint32Array(2)) // => new Uint32Array([4070199207, 4202968722])
 * bits(key(0), new Uint32Array(1), { start: 1 }) // => new Uint32Array([4202968722])
 * ```
 */
export function bits<T extends BitArray>(key: JaxKey, out: T, options: FillOptions = {}): T {
  const where = 'jax.bits'
  const { start = 0 } = options
  const kinds = [Uint8Array, Uint16Array, Uint32Array, BigUint64Array]
  if (!kinds.some((kind) => out instanceof kind))
    throw new TypeError(`${where}: expected out to be an array of unsigned integers, got ${show(out)}`)
  const source = bitSource(where, key, out.length, start)
  if (out instanceof BigUint64Array) fill64(source, out, start)
  else if (out instanceof Uint32Array) fillWords(source, out, start)
  else {
    const words = new Uint32Array(out.length)
    fillNarrowWords(source, out instanceof Uint8Array ? 8 : 16, words, start)
    out.set(words)
  }
  return out
}
