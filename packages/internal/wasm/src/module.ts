// What is used of WebAssembly: it is no part of ECMAScript, engines without it run the plain kernels.
declare const WebAssembly: {
  Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => Memory
  Module: new (bytes: Uint8Array) => Compiled
  Instance: new (module: Compiled, imports: object) => { exports: unknown }
  validate(bytes: Uint8Array): boolean
}

/** A memory that modules share. */
export interface Memory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer
}

/** A module without a memory. */
export type Compiled = object

/**
 * A memory of so many pages of 64 KiB, shared with other threads or not, or null where the engine has none or no addresses left: it may
 * reserve gigabytes of them for each. What is not used of it costs nothing.
 */
export function createMemory(pages: number, shared: boolean): Memory | null {
  if (typeof WebAssembly !== 'object' || (shared && typeof SharedArrayBuffer !== 'function')) return null
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared })
  } catch {
    return null
  }
}

/** The bytes of a module that was written in hexadecimal digits, of which gzip makes less than of base64; four at a time. */
export function decode(hex: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(hex.length / 8) * 4)
  const words = new DataView(bytes.buffer)
  for (let at = 0; 2 * at < hex.length; at += 4) {
    words.setUint32(at, Number.parseInt(hex.slice(2 * at, 2 * at + 8).padEnd(8, '0'), 16))
  }
  return bytes.subarray(0, hex.length / 2)
}

/**
 * A module that imports nothing but a memory, or null where the engine lacks an instruction that it uses or may not compile any. With
 * `sharedPages` it is for a memory of so many pages, below 128, that threads share.
 */
export function compile(own: Uint8Array, sharedPages?: number): Compiled | null {
  if (typeof WebAssembly !== 'object') return null
  const bytes = sharedPages === undefined ? own : shareMemory(own, sharedPages)
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null
  } catch {
    // A page whose content security policy forbids it.
    return null
  }
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
