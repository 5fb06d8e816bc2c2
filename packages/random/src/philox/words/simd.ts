import { compileSimd } from '../../engines/simd-module.ts'
import { kernels } from '../../generated/kernels.ts'
import { CHUNK } from './word-source.ts'

/** The laws that have kernels, by their numbers in assembly/kernels.ts. */
const LAWS = ['uniform', 'normal', 'truncatedNormal', 'bernoulli'] as const

/** The exports of assembly/kernels.ts. */
interface Exports {
  philox(at: number, c0: number, c1: number, call: number, groups: number): void
  fill(law: number, at: number, c0: number, c1: number, call: number, groups: number): void
}

/** A law's kernel and the parameters that it reads. */
export interface Kernel {
  readonly name: (typeof LAWS)[number]
  readonly params: Float32Array | Uint32Array
}

/** The kernel's number. */
export function lawOf({ name }: Kernel): number {
  return LAWS.indexOf(name)
}

/** Where the keys and the parameters lie, */
export const KEYS_AT = 1024
export const PARAMS_AT = 1152
/** and the chunk: away from the start of a page, where copying is slow on some processors. */
export const CHUNK_AT = 2048

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
      keys: new Uint32Array(module.buffer, KEYS_AT, 20),
      params: new Uint8Array(module.buffer, PARAMS_AT, 64),
      words: new Uint32Array(module.buffer, CHUNK_AT, CHUNK),
      singles: new Float32Array(module.buffer, CHUNK_AT, CHUNK),
    }
  )
}
