import { createNumpyRng, type Generator } from '../numpy/index.ts'
import type { KerasBackend, KerasSeed } from './backend.ts'

/** `default_rng` of the two words. */
function generatorOf([first, second]: KerasSeed): Generator {
  return createNumpyRng([first, second])
}

/**
 * Keras 3 on NumPy: a new PCG64 for each draw, in double precision and then rounded. Its truncated normal draws whole
 * batches of normals until enough lie inside ±2 standard deviations.
 *
 * @example
 * ```ts
 * import { createKerasRng, numpyBackend } from '@nn/random/keras'
 * import { createNumpyRng } from '@nn/random/numpy'
 * const rng = createKerasRng(42, { backend: numpyBackend })
 * rng.normal(new Float64Array(3)) // => createNumpyRng([42, 0]).normal(new Float64Array(3))
 * ```
 */
export const numpyBackend: KerasBackend = {
  name: 'numpy',
  seeds: [0n, 2n ** 32n - 1n],
  wrap: (word) => BigInt.asUintN(32, word),
  bits(seed, out) {
    generatorOf(seed).bits(out)
  },
  uniform(seed, out, low, high) {
    out.set(generatorOf(seed).uniform(new Float64Array(out.length), { low, high }))
  },
  normal(seed, out, mean, std) {
    out.set(generatorOf(seed).normal(new Float64Array(out.length), { mean, std }))
  },
  truncatedNormal(seed, out, mean, std) {
    const generator = generatorOf(seed)
    const [low, high] = [mean - 2 * std, mean + 2 * std]
    const batch = new Float64Array(out.length)
    for (let i = 0; i < out.length; ) {
      generator.normal(batch, { mean, std })
      for (const z of batch) if (z >= low && z <= high && i < out.length) out[i++] = z
    }
  },
  integers(seed, out, low, high) {
    generatorOf(seed).integers(out, { low, high })
  },
  /** Keeps where a float64 uniform is below 1 − rate. */
  keep(seed, out, rate) {
    const uniforms = generatorOf(seed).uniform(new Float64Array(out.length))
    for (const [i, u] of uniforms.entries()) out[i] = u < 1 - rate ? 1 : 0
  },
}
