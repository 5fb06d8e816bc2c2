import { createBackend } from '@nn/tensor'
import { plainKernels } from '../kernels/plain.ts'
import { accelerate } from '../simd/accelerate.ts'
import { best } from '../simd/engine/best.ts'
import { USUAL } from '../simd/engine/least.ts'
import { type CpuBackend, featuresOf } from './features.ts'

/**
 * The CPU backend: plain TypeScript, and WebAssembly SIMD for operations of some size.
 *
 * + − × ÷ √ are exact by IEEE 754. Other functions and reductions are computed in double precision and rounded once to the
 * dtype of the result; large matrix products and convolutions of float32 are summed in float32, in blocks of 256 terms. int32 is
 * exact modulo 2³².
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * const x = cpu.tensor([[1, 2], [3, 4]])
 * x.matmul(x.transpose()).toNested() // => [[5, 11], [11, 25]]
 * cpu.features.includes('simd') // => true
 * ```
 */
export const cpu: CpuBackend = /* @__PURE__ */ featuresOf(
  /* @__PURE__ */ createBackend(/* @__PURE__ */ accelerate(plainKernels, () => best().engine, USUAL)),
  () => best().features,
)
