import type { StatelessSeed } from '../tensorflow/seed.ts'
import {
  statelessFullIntegers,
  statelessIntegers,
  statelessNormal,
  statelessTruncatedNormal,
  statelessUniform,
} from '../tensorflow/stateless.ts'
import type { KerasBackend, KerasSeed } from './backend.ts'

const MODULUS = 2n ** 31n - 2n

/** Both words modulo 2³¹ − 2, as Keras casts them to int32. */
function stateless([first, second]: KerasSeed): StatelessSeed {
  const reduce = (word: bigint) => ((word % MODULUS) + MODULUS) % MODULUS
  return [reduce(first), reduce(second)]
}

/**
 * Keras 3 on TensorFlow: stateless ops whose seeds count modulo 2³¹ − 2.
 *
 * @example
 * ```ts
 * import { createKerasRng, tensorflowBackend } from '@nn/random/keras'
 * const rng = createKerasRng(1337, { backend: tensorflowBackend })
 * rng.normal(new Float32Array(4), { std: 0.05 }).length // => 4
 * ```
 */
export const tensorflowBackend: KerasBackend = {
  name: 'tensorflow',
  seeds: [-(2n ** 63n), 2n ** 63n - 1n],
  wrap: (word) => BigInt.asIntN(64, word),
  bits(seed, out) {
    statelessFullIntegers(stateless(seed), out)
  },
  uniform(seed, out, low, high) {
    statelessUniform(stateless(seed), out, { low, high })
  },
  normal(seed, out, mean, std) {
    statelessNormal(stateless(seed), out, { mean, std })
  },
  truncatedNormal(seed, out, mean, std) {
    statelessTruncatedNormal(stateless(seed), out, { mean, std })
  },
  integers(seed, out, low, high) {
    statelessIntegers(stateless(seed), out, { low, high })
  },
  /** Keeps where a uniform is at least the rate. */
  keep(seed, out, rate) {
    const uniforms = statelessUniform(stateless(seed), new Float32Array(out.length))
    const threshold = Math.fround(rate)
    for (const [i, u] of uniforms.entries()) out[i] = u >= threshold ? 1 : 0
  },
}
