import { type Callable, method, PyClass, PyObject, tuple } from '../../../python/objects.ts'
import { isNumber, iterate, numeric } from '../../../python/values.ts'
import type { FloatArray } from '../array.ts'
import { floatType } from '../array.ts'
import { isCompiled } from './compiled.ts'
import { broadcast, permuted, sizeOf } from './shapes.ts'

/**
 * What a program knows of an array: its shape and dtype, which decide a model's parameters, and, as far as parameters may be made of them, its
 * values. What computes in a way that is not reproduced here leaves none.
 */
interface Held {
  readonly shape: readonly number[]
  readonly dtype: string
  readonly values?: (() => FloatArray) | undefined
}

/** The class of arrays; its attributes are those of `jax.Array`. */
export const ARRAY: PyClass = new PyClass('Array')

/** An array of a shape; its values are asked for when they are needed. */
export function arrayOf(shape: readonly number[], dtype = 'float32', values?: () => FloatArray): PyObject {
  return new PyObject(ARRAY, { shape, dtype, values } satisfies Held)
}

export function isArray(value: unknown): value is PyObject {
  return value instanceof PyObject && value.type === ARRAY
}

function heldOf(value: PyObject): Held {
  return value.held as Held
}

/** The shape of an array, or of a number. */
export function shapeOf(value: unknown): readonly number[] {
  if (isArray(value)) return heldOf(value).shape
  if (isNumber(value)) return []
  if (Array.isArray(value)) return [value.length, ...(value.length > 0 ? shapeOf(value[0]) : [])]
  throw new TypeError(`a value that is not read where an array is expected: ${String(value)}`)
}

export function dtypeOf(value: unknown): string {
  if (isArray(value)) return heldOf(value).dtype
  return typeof value === 'boolean' ? 'bool' : Number.isInteger(value) ? 'int32' : 'float32'
}

/** The values of an array. @throws TypeError if the program computed them in a way that is not read. */
export function valuesOf(value: unknown, what: string): FloatArray {
  const { values } = isArray(value) ? heldOf(value) : {}
  if (values === undefined) throw new TypeError(`values that are computed in a way that is not read: ${what}`)
  return values()
}

const valuesIfKnown = (value: unknown): (() => FloatArray) | undefined =>
  isArray(value) ? heldOf(value).values : undefined

type Operation = (a: number, b: number) => number

const OPERATIONS: Readonly<Record<string, Operation | undefined>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  truediv: (a, b) => a / b,
  floordiv: undefined,
  mod: undefined,
  pow: undefined,
  and: undefined,
  or: undefined,
}

const isFloating = (dtype: string): boolean => dtype.includes('float')

/** The dtype of a result: of arrays before that of Python's numbers. */
function joined(a: unknown, b: unknown): string {
  const arrays = [a, b].filter(isArray).map(dtypeOf)
  const [first = 'float32', second = first] = arrays
  const isNumberFloating = [a, b].some((value) => isNumber(value) && !Number.isInteger(Number(value)))
  if (isFloating(first) || !isFloating(second))
    return isNumberFloating && !isFloating(first) ? 'float32' : first
  return second
}

/** Two arrays or numbers, element by element; values only where each operation is one rounding. */
export function elementwise(a: unknown, b: unknown, operation?: Operation): PyObject {
  const shape = broadcast(shapeOf(a), shapeOf(b))
  const dtype = joined(a, b)
  const known = (value: unknown): boolean => isNumber(value) || valuesIfKnown(value) !== undefined
  if (operation === undefined || isCompiled() || !known(a) || !known(b) || !isFloating(dtype))
    return arrayOf(shape, dtype)
  if (![a, b].every((value) => isNumber(value) || dtypeOf(value) === dtype)) return arrayOf(shape, dtype)
  return arrayOf(shape, dtype, () => {
    const { create, round } = floatType(dtype)
    const read = (value: unknown): ((i: number) => number) => {
      if (isNumber(value)) {
        const number = round(Number(numeric(value)))
        return () => number
      }
      const values = valuesOf(value, 'an operand')
      const own = shapeOf(value)
      return (i) => values[indexIn(i, shape, own)] ?? Number.NaN
    }
    const [left, right] = [read(a), read(b)]
    return create(sizeOf(shape)).map((_, i) => round(operation(left(i), right(i))))
  })
}

/** Comparisons of numbers, element by element. */
const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
}

/** Whether a condition holds, as an array of 0 and 1. */
function compared(a: unknown, b: unknown, holds: (a: number, b: number) => boolean): PyObject {
  const zeroOrOne = elementwise(a, b, (left, right) => Number(holds(left, right)))
  return arrayOf(shapeOf(zeroOrOne), 'bool', valuesIfKnown(zeroOrOne))
}

/** `jnp.where`: a choice, which rounds nothing; XLA makes one of a product with a condition, too, so that its zeros have no sign. */
export function chosen(condition: unknown, a: unknown, b: unknown): PyObject {
  const shape = broadcast(shapeOf(condition), broadcast(shapeOf(a), shapeOf(b)))
  const [mask, either] = [valuesIfKnown(condition), elementwise(a, b, (left) => left)]
  const other = elementwise(a, b, (_, right) => right)
  const [first, second] = [valuesIfKnown(either), valuesIfKnown(other)]
  if (mask === undefined || first === undefined || second === undefined)
    return arrayOf(shape, dtypeOf(either))
  return arrayOf(shape, dtypeOf(either), () => {
    const [conditions, yes, no] = [mask(), first(), second()]
    const at = (values: FloatArray, own: readonly number[], i: number): number =>
      values[indexIn(i, shape, own)] ?? Number.NaN
    const { create } = floatType(dtypeOf(either))
    return create(sizeOf(shape)).map((_, i) =>
      at(conditions, shapeOf(condition), i) === 0 ? at(no, shapeOf(either), i) : at(yes, shapeOf(either), i),
    )
  })
}

const isCondition = (value: unknown): boolean => isArray(value) && dtypeOf(value) === 'bool'

function multiplied(a: unknown, b: unknown): PyObject {
  if (isCondition(b) && !isCondition(a)) return chosen(b, a, 0)
  if (isCondition(a) && !isCondition(b)) return chosen(a, b, 0)
  return elementwise(a, b, (left, right) => left * right)
}

/** Where the element of a broadcast array lies in one that was broadcast. */
function indexIn(i: number, shape: readonly number[], own: readonly number[]): number {
  let [rest, index, step] = [i, 0, 1]
  for (let axis = 1; axis <= shape.length; axis++) {
    const length = shape.at(-axis) ?? 1
    const ownLength = own.at(-axis) ?? 1
    if (ownLength !== 1) index += (rest % length) * step
    step *= ownLength
    rest = Math.floor(rest / length)
  }
  return index
}

/** An array of the same shape whose values are not known. */
export function like(value: unknown, shape: readonly number[] = shapeOf(value)): PyObject {
  return arrayOf(shape, dtypeOf(value))
}

export function reshaped(value: unknown, wanted: readonly number[]): PyObject {
  const size = sizeOf(shapeOf(value))
  const rest = sizeOf(wanted.filter((length) => length !== -1))
  const shape = wanted.map((length) => (length === -1 ? size / rest : length))
  if (sizeOf(shape) !== size) throw new RangeError(`an array of ${size} elements as [${wanted.join(', ')}]`)
  return arrayOf(shape, dtypeOf(value), valuesIfKnown(value))
}

export function transposed(value: unknown, order?: readonly number[]): PyObject {
  const shape = shapeOf(value)
  const axes = order ?? shape.map((_, i) => shape.length - 1 - i)
  const known = valuesIfKnown(value)
  const result = axes.map((axis) => shape.at(axis) ?? 0)
  return arrayOf(result, dtypeOf(value), known && (() => permuted(known(), shape, axes)))
}

export function castTo(value: unknown, dtype: string): PyObject {
  const known = isFloating(dtype) && isFloating(dtypeOf(value)) ? valuesIfKnown(value) : undefined
  const { round } = isFloating(dtype) ? floatType(dtype) : { round: undefined }
  return arrayOf(shapeOf(value), dtype, known && round && (() => known().map((x) => round(x))))
}

/** One of an array's operators, and the one for an array on the right. */
function operators(): [string, Callable][] {
  const arithmetic = Object.entries(OPERATIONS).flatMap(([name, operation]): [string, Callable][] => [
    [`__${name}__`, ([self, other]) => elementwise(self, other, operation)],
    [`__r${name}__`, ([self, other]) => elementwise(other, self, operation)],
  ])
  const comparing = Object.entries(COMPARISONS).map(([name, holds]): [string, Callable] => [
    `__${name}__`,
    ([self, other]) => compared(self, other, holds),
  ])
  return [...arithmetic, ...comparing]
}

for (const [name, callable] of operators()) ARRAY.attributes.set(name, callable)
for (const name of ['__mul__', '__rmul__']) {
  ARRAY.attributes.set(name, ([self, other]: readonly unknown[]) => multiplied(self, other))
}
ARRAY.attributes.set('__neg__', ([self]: readonly unknown[]) => elementwise(self, -1, (a, b) => a * b))
ARRAY.attributes.set('__len__', ([self]: readonly unknown[]) => shapeOf(self)[0] ?? 0)
ARRAY.attributes.set(
  '__iter__',
  method((self) => Array.from({ length: shapeOf(self)[0] ?? 0 }, () => like(self, shapeOf(self).slice(1)))),
)

/** Lengths of a shape, also of a single number. */
export function lengthsOf(value: unknown): number[] {
  return (isNumber(value) ? [value] : [...iterate(value)]).map((length) => {
    if (isNumber(length)) return Number(length)
    throw new TypeError('a length that is no number')
  })
}

export function shapeTuple(value: unknown): readonly unknown[] {
  return tuple(shapeOf(value))
}
