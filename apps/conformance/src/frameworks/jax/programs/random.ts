import {
  bernoulli,
  foldIn,
  type JaxKey,
  key,
  normal,
  randint,
  split,
  truncatedNormal,
  uniform,
} from '@nn/random/jax'
import { type Callable, PyClass, PyObject } from '../../../python/objects.ts'
import { isNumber } from '../../../python/values.ts'
import { floatType } from '../array.ts'
import { arrayOf, lengthsOf, shapeOf } from './array.ts'
import { fn } from './methods.ts'
import { sizeOf } from './shapes.ts'

const KEY = new PyClass('Key')

/** A key as a value of a program. */
export function keyObject(key: JaxKey): PyObject {
  return new PyObject(KEY, key)
}

export function isKey(value: unknown): value is PyObject {
  return value instanceof PyObject && value.type === KEY
}

/** The key that a program passes. */
export function keyFrom(value: unknown): JaxKey {
  if (isKey(value)) return value.held as JaxKey
  throw new TypeError('a key that is not read')
}

function floats(
  given: Readonly<Record<string, unknown>>,
  draw: (key: JaxKey, out: Float32Array | Float64Array, half: object) => Float32Array | Float64Array,
): PyObject {
  const { key, shape = [], dtype = 'float32' } = given
  const lengths = shape === null ? [] : lengthsOf(shape)
  const from = keyFrom(key)
  const { create, half } = floatType(String(dtype))
  return arrayOf(lengths, String(dtype), () => draw(from, create(sizeOf(lengths)), half))
}

function numberOf(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise
  if (isNumber(value)) return Number(value)
  throw new TypeError('a bound that is no number')
}

const making: Callable = fn(['seed'], ({ seed }) => {
  if (typeof seed === 'bigint') return keyObject(key(seed))
  return keyObject(key(numberOf(seed, Number.NaN)))
})

/** `jax.random` */
export const RANDOM: Readonly<Record<string, Callable>> = {
  key: making,
  PRNGKey: making,
  split: fn(['key', 'num'], ({ key, num = 2 }) => split(keyFrom(key), numberOf(num, 2)).map(keyObject)),
  fold_in: fn(['key', 'data'], ({ key, data }) =>
    keyObject(foldIn(keyFrom(key), numberOf(data, Number.NaN))),
  ),
  normal: fn(['key', 'shape', 'dtype'], (given) => floats(given, (key, out, half) => normal(key, out, half))),
  uniform: fn(['key', 'shape', 'dtype', 'minval', 'maxval'], (given) =>
    floats(given, (key, out, half) =>
      uniform(key, out, { low: numberOf(given.minval, 0), high: numberOf(given.maxval, 1), ...half }),
    ),
  ),
  truncated_normal: fn(['key', 'lower', 'upper', 'shape', 'dtype'], (given) =>
    floats(given, (key, out, half) =>
      truncatedNormal(key, out, { low: numberOf(given.lower, -2), high: numberOf(given.upper, 2), ...half }),
    ),
  ),
  bernoulli: fn(['key', 'p', 'shape'], ({ key, p = 0.5, shape = [] }) => {
    const lengths = lengthsOf(shape)
    const from = keyFrom(key)
    return arrayOf(lengths, 'bool', () =>
      Float32Array.from(bernoulli(from, new Uint8Array(sizeOf(lengths)), { p: numberOf(p, 0.5) })),
    )
  }),
  randint: fn(
    ['key', 'shape', 'minval', 'maxval', 'dtype'],
    ({ key, shape, minval, maxval, dtype = 'int32' }) => {
      const lengths = lengthsOf(shape)
      const range = { low: numberOf(minval, 0), high: numberOf(maxval, 0) }
      const from = keyFrom(key)
      return arrayOf(lengths, String(dtype), () =>
        Float32Array.from(randint(from, new Int32Array(sizeOf(lengths)), range)),
      )
    },
  ),
  permutation: fn(['key', 'x'], ({ x }) => arrayOf(isNumber(x) ? [Number(x)] : shapeOf(x), 'int32')),
}
