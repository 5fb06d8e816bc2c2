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

/** A module whose only function multiplies and adds by one instruction. */
const PROBE = '0061736d010000000105016000017b030201000a130111004100fd0f4100fd0f4100fd0ffd85020b'

/** The same with each product of float32 whose sum follows made one instruction with it, `relaxed_madd`. */
export function compileFused(hex: string, shared: boolean): Compiled | null {
  return compileFor(decode(PROBE)) && compileFor(fuse(decode(hex)), shared ? SHARED_PAGES : undefined)
}

const NOP = 0x01
const GET = 0x20
const PREFIX = 0xfd

/** `a b mul c add` becomes `a b nop nop nop c madd`, in as many bytes; c is a local variable. */
export function fuse(bytes: Uint8Array): Uint8Array {
  const is = (at: number, ...code: number[]): boolean => code.every((byte, i) => bytes[at + i] === byte)
  for (let at = bytes.indexOf(PREFIX); at >= 0; at = bytes.indexOf(PREFIX, at + 1)) {
    if (bytes[at + 1] !== 0xe6 || !is(at + 2, 1, GET) || !is(at + 5, PREFIX, 0xe4, 1)) continue
    bytes.fill(NOP, at, at + 3)
    bytes.set([PREFIX, 0x85, 2], at + 5)
  }
  return bytes
}
