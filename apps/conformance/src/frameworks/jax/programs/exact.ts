import type { Callable } from '../../../python/objects.ts'
import { isNumber } from '../../../python/values.ts'
import { arrayOf, elementwise, isArray } from './array.ts'

const ZERO = arrayOf([], 'float32', () => Float32Array.of(0))

const root: Callable = ([x]) => {
  if (!isArray(x) && !isNumber(x)) throw new TypeError('a root of what is no number')
  return elementwise(x, isArray(x) ? 1 : ZERO, (a, b) => Math.sqrt(isArray(x) ? a : a + b))
}

const FUNCTIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  abs: Math.abs,
  absolute: Math.abs,
  fabs: Math.abs,
  negative: (a) => -a,
  square: (a) => a * a,
  maximum: Math.max,
  minimum: Math.min,
}
/** Functions of `jax.numpy` that are one rounding of each element, so that they keep values. */
export const ONE_ROUNDING: Readonly<Record<string, Callable>> = {
  sqrt: root,
  ...Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, run]) => [
      name,
      ([a, b = 1]: readonly unknown[]) =>
        elementwise(a, b, run.length === 1 ? (value) => run(value, 0) : run),
    ]),
  ),
}
