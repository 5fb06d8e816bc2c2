import { type Backend, createBackend } from '@nn/tensor'
import { plainKernels } from './kernels/plain.ts'
import { accelerate, USUAL } from './simd/accelerate.ts'
import { createEngine, type Engine } from './simd/engine.ts'

let engine: Engine | null | undefined

/** The best kernels that the engine runs, compiled at the first call that is worth it. */
function best(): Engine | null {
  if (engine === undefined) engine = createEngine('relaxed') ?? createEngine('simd')
  return engine
}

/**
 * The CPU backend: plain TypeScript, and WebAssembly SIMD for float32 operations of some size.
 *
 * + − × ÷ √ are exact by IEEE 754. Other functions and reductions are computed in double precision and rounded once to the
 * dtype of the result; products of large float32 matrices are summed in float32, in blocks of 256 terms. int32 is exact
 * modulo 2³².
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * const x = cpu.tensor([[1, 2], [3, 4]])
 * x.matmul(x.transpose()).toNested() // => [[5, 11], [11, 25]]
 * ```
 */
export const cpu: Backend = /* @__PURE__ */ createBackend(
  /* @__PURE__ */ accelerate(plainKernels, best, USUAL),
)
