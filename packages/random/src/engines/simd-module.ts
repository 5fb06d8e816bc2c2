import { compile, createMemory, instantiate, type ModuleSource } from '@nn/wasm'

/**
 * So many values of the plain twins take about as long as the compilation of a module, as the engine has not optimised them yet: a program
 * that draws fewer compiles none, and none takes much longer than it would without modules.
 */
const WORTH = 384

/**
 * What `load` gives, from the call on with which all values that were asked for are worth it; null before, and where it gives null.
 */
export function onceWorth<T>(load: () => T | null): (values: number) => T | null {
  let loaded: T | null | undefined
  let asked = 0
  return (values) => {
    if (loaded !== undefined) return loaded
    asked += values
    if (asked < WORTH) return null
    loaded = load()
    return loaded
  }
}

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
