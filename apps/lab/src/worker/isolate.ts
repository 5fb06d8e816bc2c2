import { Compiler } from '../catalogue/compiler.ts'

/** What stays in a worker beside JavaScript's own: what computes and talks to nobody. */
const KEPT: ReadonlySet<string> = new Set([
  ...['globalThis', 'self', 'console', 'performance', 'queueMicrotask', 'structuredClone', 'WebAssembly'],
  ...['atob', 'btoa', 'TextEncoder', 'TextDecoder', 'Blob', 'Response', 'ReadableStream', 'WritableStream'],
  ...['TransformStream', 'CompressionStream', 'DecompressionStream', 'DOMException'],
  ...[
    'Infinity',
    'NaN',
    'undefined',
    'isFinite',
    'isNaN',
    'parseFloat',
    'parseInt',
    'decodeURI',
    'encodeURI',
  ],
  ...[
    'decodeURIComponent',
    'encodeURIComponent',
    'escape',
    'unescape',
    'Object',
    'Function',
    'Boolean',
    'Symbol',
  ],
  ...[
    'Error',
    'AggregateError',
    'EvalError',
    'RangeError',
    'ReferenceError',
    'SyntaxError',
    'TypeError',
    'URIError',
  ],
  ...[
    'Number',
    'BigInt',
    'Math',
    'Date',
    'String',
    'RegExp',
    'Array',
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
  ],
  ...[
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
    'BigInt64Array',
    'BigUint64Array',
    'Float16Array',
  ],
  ...['Float32Array', 'Float64Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry'],
  ...[
    'ArrayBuffer',
    'SharedArrayBuffer',
    'DataView',
    'Atomics',
    'JSON',
    'Iterator',
    'Promise',
    'Reflect',
    'Proxy',
    'Intl',
  ],
])

/**
 * Takes away all by which code in a worker could reach a network, storage, other threads or the page: every global that is not known to compute
 * alone, its own and those of its prototypes, and what makes functions of text, with which code could load a module.
 */
export function isolate(scope: object): void {
  for (let holder: object | null = scope; holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (holder === Object.prototype) break
    for (const key of Object.getOwnPropertyNames(holder)) if (!KEPT.has(key)) remove(holder, key)
  }
  const others = [async () => {}, function* () {}, async function* () {}]
  for (const kind of [Compiler.prototype, ...others.map(Object.getPrototypeOf)])
    replace(kind, 'constructor', refuse)
  // Libraries ask for what all functions have.
  refuse.prototype = Compiler.prototype
  replace(scope, 'Function', refuse)
}

/** Stands where functions were made of text. */
function refuse(): never {
  throw new TypeError('expected code without functions that are made of text, which there are not here')
}

function remove(holder: object, key: string): void {
  if (!Reflect.deleteProperty(holder, key)) replace(holder, key, undefined)
}

/** Another value, for good, in the place of one that may not be used. */
function replace(holder: object, key: string, value: unknown): void {
  Reflect.defineProperty(holder, key, { value, writable: false, configurable: false })
}
