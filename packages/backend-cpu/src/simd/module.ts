// What is used of WebAssembly and atob: neither is part of ECMAScript, engines without them run the plain kernels.
declare const WebAssembly: {
  Memory: new (limits: { initial: number }) => Memory
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
  validate(bytes: Uint8Array): boolean
}
declare const atob: (text: string) => string

/** A memory that modules share. */
export interface Memory {
  readonly buffer: ArrayBuffer
}

/** A memory of `pages` of 64 KiB, or null where the engine has no WebAssembly; pages cost nothing until they are used. */
export function createMemory(pages: number): Memory | null {
  return typeof WebAssembly === 'object' ? new WebAssembly.Memory({ initial: pages }) : null
}

/** The exports of a module of assembly/, or null where the engine lacks an instruction that it uses. */
export function instantiate<T>(base64: string, memory: Memory): T | null {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  if (!WebAssembly.validate(bytes)) return null
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports as T
}
