import { type Compiled, compile as compileFor, createMemory as createPages, type Memory } from '@nn/wasm'

export { type Compiled, instantiate, type Memory } from '@nn/wasm'

/** Pages of 64 KiB: 7 MiB, all that kernels use, and behind them, where threads share them, the blocks of helpers. */
const PAGES = 112
const SHARED_PAGES = 121

/** The memory of the kernels, or null where the engine has none; what is not used costs nothing. */
export function createMemory(shared: boolean): Memory | null {
  return createPages(shared ? SHARED_PAGES : PAGES, shared)
}

/**
 * A module of assembly/, for a memory that threads share or for one of its own, or null where the engine lacks an instruction that it
 * uses.
 */
export function compile(base64: string, shared: boolean): Compiled | null {
  return compileFor(base64, shared ? SHARED_PAGES : undefined)
}
