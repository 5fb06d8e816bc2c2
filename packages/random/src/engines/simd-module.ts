import { compile, createMemory, instantiate, type ModuleSource } from '@nn/wasm'

/** From this length on a fill is worth the compilation of a module, about a millisecond once. */
export const SIMD_LENGTH = 4096

/** A module of assembly/ and the memory that it shares with us, which is its only state. */
export interface SimdModule<T> {
  readonly exports: T
  readonly buffer: ArrayBufferLike
}

/** Compiles a module of assembly/; null where the engine has no WebAssembly SIMD. */
export function compileSimd<T>(source: ModuleSource): SimdModule<T> | null {
  const memory = createMemory(1, false)
  const module = memory && compile(source, false)
  return module && { exports: instantiate<T>(module, memory), buffer: memory.buffer }
}

/**
 * Whether kernels without fused instructions add this as a fused operation does (assembly/shared/fused.ts): with an addend so close to 0 sums could be subnormal, where
 * their rule for sums half way between two values is not good.
 */
export function addsExactly(addend: number): boolean {
  return addend === 0 || Math.abs(addend) > 1e-30
}
