/** What a callback of ours throws: the one error that a call may hand on as it is. */
export class OwnError extends Error {}

function own(): never {
  throw new OwnError('thrown by a callback')
}

function circular(): unknown[] {
  const list: unknown[] = []
  list[0] = list
  return list
}

function deep(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

function detached(): Float32Array {
  const array = new Float32Array(4)
  structuredClone(array.buffer, { transfer: [array.buffer] })
  return array
}

const NUMBERS = [
  -1,
  -0,
  0,
  0.5,
  Number.NaN,
  Infinity,
  -Infinity,
  1e300,
  -1e300,
  5e-324,
  1e39,
  2 ** 40,
  2 ** 53,
  2 ** 64,
]
const BIGINTS = [0n, -1n, 2n ** 63n, 2n ** 64n, 10n ** 400n]
const TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '0',
  '-1',
  'nan',
  'a.b',
  '**',
  '\ud800',
  '\0',
  '😀',
  'x'.repeat(5000),
]

/** A name that every object has from its prototype, as JSON may have it. */
const POLLUTED = () => JSON.parse('{"__proto__": {"name": "x"}, "constructor": 1}') as unknown

/** Values that no call asks for: each of them is made anew, because calls may change it. */
export const HOSTILE: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => false,
  ...[...NUMBERS, ...BIGINTS, ...TEXTS].map((value) => () => value),
  () => Symbol('s'),
  () => ({}),
  () => [],
  () => Object.create(null) as unknown,
  () => ({ length: 2 ** 40 }),
  () => ({ length: -1, 0: 'a' }),
  () => ({ name: '__proto__' }),
  () => ({ name: 'constructor' }),
  () => Object.fromEntries([['then', own]]),
  () => ({ valueOf: own, toString: own }),
  () => Object.defineProperty({}, 'name', { get: own, enumerable: true }),
  POLLUTED,
  circular,
  () => ({ self: circular() }),
  () => deep(20),
  () => deep(20_000),
  () => [[1, 2], [3]],
  () => [
    [1, 'a'],
    [null, {}],
  ],
  () => new Array(3),
  () => new Array(1e5),
  () => Array.from({ length: 20_000 }, (_, i) => i),
  () => [2 ** 40, 2 ** 40],
  () => [-1, 2],
  () => [0.5],
  () => [Number.NaN],
  () => ['2', '3'],
  () => [1n],
  () => [null],
  () => new Int8Array(3),
  () => new Uint8Array(0),
  () => new Uint8ClampedArray(3),
  () => new Int16Array(3),
  () => new BigInt64Array(3),
  () => new BigUint64Array(3),
  () => new DataView(new ArrayBuffer(8)),
  () => new ArrayBuffer(8),
  () => new SharedArrayBuffer(8),
  () => new Float32Array(new SharedArrayBuffer(16)),
  detached,
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => new WeakMap(),
  () => new Date(0),
  () => new Date(Number.NaN),
  () => /a/gy,
  () => new Error('a value'),
  () => new Proxy({}, {}),
  () => Object(3) as unknown,
  () => Object('text') as unknown,
  () => Promise.resolve(1),
  () => own,
  () => () => undefined,
  () => () => Number.NaN,
  () => (x: unknown) => x,
  () => async () => 1,
  () =>
    function* () {
      yield 1
    },
  () => class Made {},
  () => Math,
  () => globalThis,
]
