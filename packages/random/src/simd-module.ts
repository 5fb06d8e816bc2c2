// What is used of WebAssembly and atob: neither is part of ECMAScript, engines without them run the plain twins.
declare const WebAssembly: {
  Memory: new (limits: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
  validate(bytes: Uint8Array): boolean
}
declare const atob: (text: string) => string

/** From this length on a fill is worth the compilation of a module, about a millisecond once. */
export const SIMD_LENGTH = 4096

/** A module of assembly/ and the memory that it shares with us, which is its only state. */
export interface SimdModule<T> {
  readonly exports: T
  readonly buffer: ArrayBuffer
}

/** Compiles a module of assembly/; null where the engine has no WebAssembly SIMD. */
export function compileSimd<T>(base64: string): SimdModule<T> | null {
  if (typeof WebAssembly !== 'object') return null
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  if (!WebAssembly.validate(bytes)) return null
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  return { exports: exports as T, buffer: memory.buffer }
}

/**
 * Whether kernels without fused instructions add this as a fused operation does (assembly/shared/fused.ts): with an addend so close to 0 sums could be subnormal, where
 * their rule for sums half way between two values is not good.
 */
export function addsExactly(addend: number): boolean {
  return addend === 0 || Math.abs(addend) > 1e-30
}
