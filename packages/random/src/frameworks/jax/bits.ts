import { checkOptions, integer } from '@nn/check'
import { BITS } from '../../stream/laws.ts'
import type { FillOptions } from '../../stream/rng.ts'
import { checkOut } from '../../stream/targets.ts'
import { bitSource } from './bit-source.ts'
import { type BitArray, fillBits } from './kernels/bits.ts'
import type { JaxKey } from './key.ts'

const ARRAYS = [Uint8Array, Uint16Array, Uint32Array, BigUint64Array]

/**
 * `jax.random.bits(key, shape, dtype)`: uniform bits of the array's width, row-major. The 64-bit ones are those of
 * `jax_enable_x64`.
 *
 * @throws TypeError if the key is none, `out` no unsigned integer array or an option unknown, RangeError if `start` is no integer ≥ 0.
 * @example
 * ```ts
 * import { bits, key } from '@nn/random/jax'
 * bits(key(0), new Uint32Array(2)) // => new Uint32Array([4070199207, 4202968722])
 * bits(key(0), new Uint32Array(1), { start: 1 }) // => new Uint32Array([4202968722])
 * ```
 */
export function bits<T extends BitArray>(key: JaxKey, out: T, options?: FillOptions): T {
  const where = 'jax.bits'
  checkOut(where, out, ARRAYS)
  checkOptions<object>(where, options, BITS)
  const start = integer(where, 'start', options?.start ?? 0, 0, Number.MAX_SAFE_INTEGER - out.length)
  fillBits(bitSource(where, key, out.length, start), out, start)
  return out
}
