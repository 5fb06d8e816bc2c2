import { createBackend } from '@nn/tensor'
import { plainKernels } from '../kernels/plain.ts'
import { type CpuBackend, featuresOf } from './features.ts'

/**
 * The CPU backend in TypeScript alone: what `cpu` is where there is no WebAssembly SIMD. A program that imports only this one is
 * bundled without kernels in WebAssembly, a fifth smaller, and runs under a content security policy that forbids them.
 * Values are those of `cpu` up to the rounding of its float32 kernels.
 *
 * @example
 * ```ts
 * import { cpuPlain as cpu } from '@nn/backend-cpu'
 * cpu.ones([300, 300]).sum().item() // => 90000
 * cpu.features // => []
 * ```
 */
export const cpuPlain: CpuBackend = /* @__PURE__ */ featuresOf(
  /* @__PURE__ */ createBackend(plainKernels),
  [],
)
