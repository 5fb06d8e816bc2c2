import { hasBrand } from '@nn/check'
import { RNG } from './brand.ts'
import type { Rng } from './rng.ts'

/**
 * Whether a value is a stream that this package made, the frameworks' streams included, in this copy of the package or another one.
 * `Rng` is an interface: an object of your own with its methods is accepted wherever a stream is, and is none of this package's.
 *
 * @throws TypeError if it is one of a copy that is too old or too new to work with this one.
 * @example
 * ```ts
 * import { createRng, isRng } from '@nn/random'
 * import { createTorchRng } from '@nn/random/torch'
 * isRng(createRng(42)) // => true
 * isRng(createTorchRng(42).clone()) // => true
 * isRng(42) // => false
 * ```
 */
export function isRng(value: unknown): value is Rng {
  return hasBrand(value, RNG)
}
