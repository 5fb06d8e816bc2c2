import { kernels } from '../generated/kernels.ts'
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

/** The module with views of the memory that it shares with us. */
export interface Simd {
  readonly exports: Exports
  readonly keys: Uint32Array
  readonly params: Uint8Array
  readonly words: Uint32Array
  readonly singles: Float32Array
}

// What is used of WebAssembly and atob: neither is part of ECMAScript, engines without them run the plain twins.
declare const WebAssembly: {
  Memory: new (limits: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
  validate(bytes: Uint8Array): boolean
}
declare const atob: (text: string) => string

let loaded: Simd | null | undefined

/** The SIMD kernels, compiled at the first call; null where the engine has no WebAssembly SIMD. */
export function simd(): Simd | null {
  if (loaded === undefined) loaded = typeof WebAssembly === 'object' ? instantiate() : null
  return loaded
}

function instantiate(): Simd | null {
  const bytes = Uint8Array.from(atob(kernels), (char) => char.charCodeAt(0))
  if (!WebAssembly.validate(bytes)) return null
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  return {
    exports: exports as Exports,
    keys: new Uint32Array(memory.buffer, 1024, 20),
    params: new Uint8Array(memory.buffer, 1152, 64),
    words: new Uint32Array(memory.buffer, 2048, CHUNK),
    singles: new Float32Array(memory.buffer, 2048, CHUNK),
  }
}
