import type { FloatArray } from '../../stream/rng.ts'
import { createTorchRng, type TorchRng } from '../torch/index.ts'
import type { KerasBackend, KerasSeed } from './backend.ts'

/** One generator for each draw, seeded by the sum of the two words. */
function generatorOf([first, second]: KerasSeed): TorchRng {
  return createTorchRng(BigInt.asUintN(32, first + second))
}

/** `x·factor + summand` as two operations rounded to the array's type; the factor and the summand are rounded first. */
function scaleAndShift(out: FloatArray, factor: number, summand: number): void {
  const round = out instanceof Float32Array ? Math.fround : (x: number) => x
  const [f, s] = [round(factor), round(summand)]
  for (const [i, x] of out.entries()) out[i] = round(x * f) + s
}

/**
 * Keras 3 on PyTorch: a new generator for each draw. Its truncated normal is the first of four normals that lies inside ±2,
 * or the first of all if none does: about four values of a million lie outside.
 *
 * @example
 * ```ts
 * import { createKerasRng, torchBackend } from '@nn/random/keras'
 * import { createTorchRng } from '@nn/random/torch'
 * const rng = createKerasRng(42, { backend: torchBackend })
 * rng.uniform(new Float32Array(3)) // => createTorchRng(42).uniform(new Float32Array(3))
 * rng.uniform(new Float32Array(3)) // => createTorchRng(43).uniform(new Float32Array(3))
 * ```
 */
export const torchBackend: KerasBackend = {
  name: 'torch',
  seeds: [-(2n ** 63n), 2n ** 63n - 1n],
  wrap: (word) => BigInt.asIntN(32, word),
  bits(seed, out) {
    generatorOf(seed).bits(out)
  },
  uniform(seed, out, low, high) {
    scaleAndShift(generatorOf(seed).uniform(out), high - low, low)
  },
  normal(seed, out, mean, std) {
    generatorOf(seed).normal(out, { mean, std })
  },
  truncatedNormal(seed, out, mean, std) {
    const quads = generatorOf(seed).normal(new (kindOf(out))(4 * out.length))
    for (let i = 0; i < out.length; i++) {
      const inside = quads.subarray(4 * i, 4 * i + 4).findIndex((z) => z > -2 && z < 2)
      out[i] = quads[4 * i + Math.max(inside, 0)]!
    }
    scaleAndShift(out, std, mean)
  },
  integers(seed, out, low, high) {
    generatorOf(seed).integers(out, { low, high })
  },
  /** Keeps where a float32 uniform is below 1 − rate. */
  keep(seed, out, rate) {
    const uniforms = generatorOf(seed).uniform(new Float32Array(out.length))
    for (const [i, u] of uniforms.entries()) out[i] = u < 1 - rate ? 1 : 0
  },
}

function kindOf(out: FloatArray): new (length: number) => FloatArray {
  return out instanceof Float32Array ? Float32Array : Float64Array
}
