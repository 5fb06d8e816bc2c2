import { bernoulli } from '../jax/bernoulli.ts'
import { bits } from '../jax/bits.ts'
import type { JaxKey } from '../jax/key.ts'
import { normal } from '../jax/normal.ts'
import { randint } from '../jax/randint.ts'
import { truncatedNormal } from '../jax/truncated-normal.ts'
import { uniform } from '../jax/uniform.ts'
import type { KerasBackend, KerasSeed } from './backend.ts'

/** The two words are the key itself, not a seed of one. */
function keyOf([first, second]: KerasSeed): JaxKey {
  return { words: [Number(first), Number(second)], partitionable: true }
}

/**
 * Keras 3 on JAX: the pair is a raw threefry key.
 *
 * @example
 * ```ts
 * import { createKerasRng, jaxBackend } from '@nn/random/keras'
 * import { uniform, wrapKeyData } from '@nn/random/jax'
 * const rng = createKerasRng(42, { backend: jaxBackend })
 * rng.uniform(new Float32Array(3)) // => uniform(wrapKeyData([42, 0]), new Float32Array(3))
 * ```
 */
export const jaxBackend: KerasBackend = {
  name: 'jax',
  seeds: [0n, 2n ** 32n - 1n],
  wrap: (word) => BigInt.asUintN(32, word),
  bits(seed, out) {
    bits(keyOf(seed), out)
  },
  uniform(seed, out, low, high) {
    uniform(keyOf(seed), out, { low, high })
  },
  normal(seed, out, mean, std) {
    normal(keyOf(seed), out, { mean, std })
  },
  truncatedNormal(seed, out, mean, std) {
    truncatedNormal(keyOf(seed), out, { mean, std })
  },
  integers(seed, out, low, high) {
    randint(keyOf(seed), out, { low, high })
  },
  keep(seed, out, rate) {
    bernoulli(keyOf(seed), out, { p: 1 - rate })
  },
}
