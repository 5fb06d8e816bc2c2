import {
  type Compiled,
  compile as compileFor,
  createMemory as createPages,
  decode,
  type Memory,
} from '@nn/wasm'

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
export function compile(hex: string, shared: boolean): Compiled | null {
  return compileFor(decode(hex), shared ? SHARED_PAGES : undefined)
}

/** The same with each product of float32 whose sum follows made one instruction with it, `relaxed_madd`. */
export function compileFused(hex: string, shared: boolean): Compiled | null {
  return compileFor(fuse(decode(hex)), shared ? SHARED_PAGES : undefined)
}

/** `a b mul c add` becomes `a b nop nop nop c madd`, in as many bytes; c is a local variable. */
export function fuse(bytes: Uint8Array): Uint8Array {
  const [get, nop] = [0x20, 0x01]
  const [mul, add, madd] = [
    [0xfd, 0xe6, 1],
    [0xfd, 0xe4, 1],
    [0xfd, 0x85, 2],
  ]
  const isAt = (code: readonly number[], at: number): boolean =>
    code.every((byte, i) => bytes[at + i] === byte)
  for (let at = 0; at < bytes.length; at++) {
    if (!isAt([...mul!, get], at) || !isAt(add!, at + 5)) continue
    bytes.fill(nop, at, at + 3)
    bytes.set(madd!, at + 5)
  }
  return bytes
}
