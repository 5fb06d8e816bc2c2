import { compileSimd } from '../../engines/simd-module.ts'
import { kernels } from '../../generated/kernels.ts'
import { PHILOX_CHUNK, PHILOX_KEYS, PHILOX_PARAMS } from '../../wasm/addresses.ts'
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
      keys: new Uint32Array(module.buffer, PHILOX_KEYS, 20),
      params: new Uint8Array(module.buffer, PHILOX_PARAMS, 64),
      words: new Uint32Array(module.buffer, PHILOX_CHUNK, CHUNK),
      singles: new Float32Array(module.buffer, PHILOX_CHUNK, CHUNK),
    }
  )
}
