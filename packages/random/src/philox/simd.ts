import { kernels } from '../generated/kernels.ts'
import { compileSimd } from '../simd-module.ts'
import { CHUNK } from './word-source.ts'

/** The exports of assembly/kernels.ts: each works on the chunk in place. */
interface Exports {
  philox(c0: number, c1: number, call: number, groups: number): void
  uniform(groups: number): void
  normal(groups: number): void
  truncatedNormal(groups: number): void
  bernoulli(groups: number): void
}

/** A law's kernel and the parameters that it reads. */
export interface Kernel {
  readonly name: Exclude<keyof Exports, 'philox'>
  readonly params: Float32Array | Uint32Array
}

/** The module with views of its memory. */
export interface Simd {
  readonly exports: Exports
  readonly keys: Uint32Array
  readonly params: Uint8Array
  readonly words: Uint32Array
  readonly singles: Float32Array
}

let loaded: Simd | null | undefined

/** The SIMD kernels, compiled at the first call; null where the engine has no WebAssembly SIMD. */
export function simd(): Simd | null {
  if (loaded === undefined) loaded = load()
  return loaded
}

function load(): Simd | null {
  const module = compileSimd<Exports>(kernels)
  return (
    module && {
      exports: module.exports,
      keys: new Uint32Array(module.buffer, 1024, 20),
      params: new Uint8Array(module.buffer, 1152, 64),
      words: new Uint32Array(module.buffer, 2048, CHUNK),
      singles: new Float32Array(module.buffer, 2048, CHUNK),
    }
  )
}
