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

/** A module as build-wasm.mjs writes it. */
export interface ModuleSource {
  /** The bytes as printable characters: see `decode`. */
  readonly text: string
  /** The place of the byte that says whether the memory that it imports is its own, or one that threads share. */
  readonly limitsAt: number
}

/** How `encode` of build-wasm.mjs writes bytes. */
const [FIRST, SINGLE, SPACE] = [235, 93, 32] as const

/** The byte at `limitsAt` of a module for a memory that threads share. */
const SHARED = 3

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

/**
 * The bytes that a text stands for. The 93 bytes from FIRST on, modulo 256, which are the usual ones in WebAssembly, are one character
 * each, from space on; the others are `}` or `~` and a second character. gzip makes less of that than of hexadecimal digits or base64.
 */
export function decode(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    let value = text.charCodeAt(i) - SPACE
    if (value >= SINGLE) value = (value - SINGLE + 1) * SINGLE + text.charCodeAt(++i) - SPACE
    // The array keeps the value modulo 256.
    bytes[length++] = value + FIRST
  }
  return bytes.subarray(0, length)
}

/**
 * A module for a memory of its own or for one that threads share, or null where the engine lacks an instruction that it uses or may not
 * compile any.
 */
export function compile({ text, limitsAt }: ModuleSource, shared: boolean): Compiled | null {
  if (typeof WebAssembly !== 'object') return null
  const bytes = decode(text)
  if (shared) bytes[limitsAt] = SHARED
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null
  } catch {
    // A page whose content security policy forbids it.
    return null
  }
}

/** The exports of a module on a memory; `T` says what the module is known to export. */
export function instantiate<T>(module: Compiled, memory: Memory): T {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as T
}
