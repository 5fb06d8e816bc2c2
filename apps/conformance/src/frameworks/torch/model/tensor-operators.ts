import type { Tensor } from '@nn/tensor'
import { type Callable, method, type PyObject } from '../../../python/objects.ts'
import { isNumber } from '../../../python/values.ts'
import { isFloat, promoted, roundingTo, type TorchType } from './dtypes.ts'
import {
  converted,
  derived,
  exact,
  type Held,
  heldBy,
  isTensorObject,
  roughly,
  rounded,
  tensorObject,
} from './tensor.ts'

type Operand = Tensor | number
type Binary = (a: Tensor, b: Operand) => Tensor

const BINARY: Readonly<Record<string, Binary>> = {
  add: (a, b) => a.add(b),
  sub: (a, b) => a.sub(b),
  mul: (a, b) => a.mul(b),
  truediv: (a, b) => a.div(b),
  pow: (a, b) => (b === 2 ? a.square() : b === 0.5 ? a.sqrt() : a.pow(b)),
  mod: (a, b) => a.remainder(b),
}

const COMPARISON: Readonly<Record<string, Binary>> = {
  eq: (a, b) => a.eq(b),
  ne: (a, b) => a.ne(b),
  lt: (a, b) => a.lt(b),
  le: (a, b) => a.le(b),
  gt: (a, b) => a.gt(b),
  ge: (a, b) => a.ge(b),
}

const LOGIC: Readonly<Record<string, Binary>> = {
  and: (a, b) => a.logicalAnd(b),
  or: (a, b) => a.logicalOr(b),
}

/** The result's type, and a number as PyTorch takes it: added to a 16-bit tensor it is of its type, else it is one of float32. */
function prepared(
  name: string,
  a: Held,
  other: unknown,
  fallback: TorchType,
): { type: TorchType; b: Operand } {
  if (isTensorObject(other)) {
    const b = heldBy(other)
    return { type: promoted(a.type, b.type), b: b.data }
  }
  const number = Number(other)
  const divides = name === 'truediv' || !Number.isInteger(number)
  const type = isFloat(a.type) || !divides ? a.type : fallback
  if (type === 'float64' || !isFloat(type)) return { type, b: number }
  const isSum = name === 'add' || name === 'sub'
  return { type, b: isSum ? roundingTo(type)(number) : Math.fround(number) }
}

/** `a op b` as a new tensor; undefined if b is neither a tensor nor a number. */
export function binary(
  name: string,
  a: Held,
  other: unknown,
  fallback: TorchType = 'float32',
): PyObject | undefined {
  if (!isTensorObject(other) && !isNumber(other)) return undefined
  const compare = COMPARISON[name] ?? LOGIC[name]
  if (compare !== undefined) {
    const b = isTensorObject(other) ? heldBy(other).data : Number(other)
    return tensorObject(compare(a.data, b), 'bool')
  }
  const run = BINARY[name]
  if (run === undefined) throw new TypeError(`an operation of tensors that is not read: ${name}`)
  const { type, b } = prepared(name, a, other, fallback)
  const left = a.type === type ? a.data : converted(a, type)
  const from = isTensorObject(other) ? [a, heldBy(other)] : [a]
  const result = rounded(run(left, b), type)
  // Powers other than these are rounded in more than one way.
  const isExact = name !== 'pow' || b === 2 || b === 0.5 || b === 1
  return isExact ? derived(result, from, type) : roughly(result, type)
}

/** `number op tensor` */
function mirrored(name: string, a: Held, other: unknown): PyObject | undefined {
  if (!isNumber(other)) return undefined
  const type = isFloat(a.type) ? a.type : 'float32'
  const filled = converted(
    { ...a, data: a.data.clone().fill_(a.type === 'bool' ? true : Number(other)) },
    type,
  )
  return binary(name, { ...a, data: filled, type }, tensorObject(converted(a, type), type))
}

/** `a op= b`: written into a. */
export function inPlace(name: string, self: PyObject, other: unknown): PyObject {
  const held = heldBy(self)
  const result = binary(name, held, other)
  if (result === undefined) throw new TypeError(`an operation of tensors that is not read: ${name} in place`)
  held.data.copy_(rounded(exact(heldBy(result)).data, held.type))
  return self
}

function operators(): Record<string, Callable> {
  const made: Record<string, Callable> = {}
  for (const name of [...Object.keys(BINARY), ...Object.keys(COMPARISON), ...Object.keys(LOGIC)]) {
    made[`__${name}__`] = method((self, [other]) => binary(name, heldBy(self), other))
    made[`__i${name}__`] = method((self, [other]) => inPlace(name, self, other))
  }
  for (const name of ['add', 'mul']) made[`__r${name}__`] = made[`__${name}__`] as Callable
  for (const name of ['sub', 'truediv', 'pow']) {
    made[`__r${name}__`] = method((self, [other]) => mirrored(name, heldBy(self), other))
  }
  return made
}

const UNARY: Readonly<Record<string, (a: Tensor) => Tensor>> = {
  __neg__: (a) => a.neg(),
  __abs__: (a) => a.abs(),
  __invert__: (a) => a.logicalNot(),
}

/** The methods behind the operators of tensors. */
export const OPERATORS: Readonly<Record<string, Callable>> = {
  ...operators(),
  ...Object.fromEntries(
    Object.entries(UNARY).map(([name, run]) => [
      name,
      method((self) => derived(run(heldBy(self).data), [heldBy(self)])),
    ]),
  ),
  __matmul__: method((self, [other]) =>
    roughly(heldBy(self).data.matmul(heldBy(other).data), heldBy(self).type),
  ),
}
