import { compileSimd, onceWorth } from '../../../engines/simd-module.ts'
import { jax } from '../../../generated/jax.ts'
import { LAW_ELEMENTS, LAW_PARAMS, THREEFRY_FIRST, THREEFRY_SECOND } from '../../../wasm/addresses.ts'
import { CHUNK } from './chunks.ts'

/** The exports of assembly/jax.ts. */
interface Exports {
  /** Counters (x0, x1 + i): their two words, or with `folded` the xor of the two in place of the first. */
  threefry(k0: number, k1: number, x0: number, step: 0, x1: number, pairs: number, folded: boolean): void
  uniform(vectors: number): void
  normal(vectors: number): void
}

/** The module with views of its memory. */
export interface JaxSimd {
  readonly exports: Exports
  readonly params: Float32Array
  /** First words, and what `uniform` and `normal` make of them. */
  readonly words: Uint32Array
  readonly singles: Float32Array
  readonly secondWords: Uint32Array
}

/** The SIMD kernels, once so many values are worth it; null where the engine has no WebAssembly SIMD. */
export const jaxSimd: (values: number) => JaxSimd | null = /* @__PURE__ */ onceWorth(() => {
  const module = compileSimd<Exports>(jax)
  return (
    module && {
      exports: module.exports,
      params: new Float32Array(module.buffer, LAW_PARAMS, 2),
      words: new Uint32Array(module.buffer, THREEFRY_FIRST, CHUNK),
      singles: new Float32Array(module.buffer, LAW_ELEMENTS, CHUNK),
      secondWords: new Uint32Array(module.buffer, THREEFRY_SECOND, CHUNK),
    }
  )
})
