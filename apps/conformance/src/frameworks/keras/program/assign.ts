import { valuesOf } from '../runtime/core/initializer.ts'
import type { Weight } from '../runtime/core/weight.ts'

/** Gives a weight the values of a tensor or an array. */
export function assign({ path, values }: Weight, given: unknown): void {
  const own = valuesOf(given)
  if (!(values instanceof Float32Array))
    throw new TypeError(`${path}: expected a weight of float32 to assign to`)
  if (own.length !== values.length) {
    throw new RangeError(`${path}: expected ${values.length} values, got ${own.length}`)
  }
  values.set(own)
}
