// What is used of WebAssembly and atob: neither is part of ECMAScript, engines without them run the plain kernels.
declare const WebAssembly: {
  Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => Memory
  Module: new (bytes: Uint8Array) => Compiled
  Instance: new (module: Compiled, imports: object) => { exports: unknown }
  validate(bytes: Uint8Array): boolean
}
declare const atob: (text: string) => string

/** A memory that modules share. */
export interface Memory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer
}

/** A module without a memory. */
export type Compiled = object

/**
 * A memory of so many pages of 64 KiB, shared with other threads or not, or null where the engine has none. What is not used of it costs
 * nothing.
 */
export function createMemory(pages: number, shared: boolean): Memory | null {
  if (typeof WebAssembly !== 'object' || (shared && typeof SharedArrayBuffer !== 'function')) return null
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared })
}

/**
 * A module that was written as base64 and imports nothing but a memory, or null where the engine lacks an instruction that it uses. With
 * `sharedPages` it is for a memory of so many pages, below 128, that threads share.
 */
export function compile(base64: string, sharedPages?: number): Compiled | null {
  if (typeof WebAssembly !== 'object') return null
  const own = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  const bytes = sharedPages === undefined ? own : shareMemory(own, sharedPages)
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null
}

/**
 * The module with its import section (2), which has the memory and nothing else, rewritten: what is imported is a shared memory. The code
 * is the same for both.
 */
function shareMemory(bytes: Uint8Array, pages: number): Uint8Array {
  let at = 8
  while (bytes[at] !== 2) at += 2 + bytes[at + 1]!
  const end = at + 2 + bytes[at + 1]!
  const named = bytes.subarray(at + 2, at + 15) // one import, 'env', 'memory', a memory
  return Uint8Array.from([...bytes.subarray(0, at), 2, 16, ...named, 3, pages, pages, ...bytes.subarray(end)])
}

/** The exports of a module on a memory. */
export function instantiate<T>(module: Compiled, memory: Memory): T {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as T
}
