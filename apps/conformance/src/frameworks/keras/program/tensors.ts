import { isTensor } from '@nn/tensor'
import {
  type Callable,
  ELLIPSIS,
  method,
  PyClass,
  PyProperty,
  PySlice,
  tuple,
} from '../../../python/objects.ts'
import { isKerasTensor, type KerasTensor, WeightTensor } from '../runtime/core/tensor.ts'
import type { Weight } from '../runtime/core/weight.ts'
import { type ItemIndex, itemOf, runOperation } from '../runtime/ops.ts'
import { assign } from './assign.ts'
import type { Binding } from './binding.ts'

/** Python's operators, and what `keras.ops` calls them. */
const OPERATORS: Readonly<Record<string, string>> = {
  add: 'add',
  sub: 'subtract',
  mul: 'multiply',
  truediv: 'divide',
  pow: 'power',
  matmul: 'matmul',
  mod: 'mod',
  floordiv: 'floor_divide',
  gt: 'greater',
  ge: 'greater_equal',
  lt: 'less',
  le: 'less_equal',
}

const REFLECTED = ['add', 'sub', 'mul', 'truediv', 'pow', 'matmul']

/** Makes the classes of tensors: those of a graph, and those that have values. */
export function tensorClasses(binding: Binding): void {
  const { runtime } = binding
  const run = (name: string, values: readonly unknown[]): unknown =>
    binding.wrap(
      runOperation(runtime, name, { positional: values.map((each) => binding.unwrap(each)), keywords: {} }),
    )
  const operators = Object.entries(OPERATORS).map(([name, op]): [string, Callable] => [
    `__${name}__`,
    method((self, [other]) => run(op, [self, other])),
  ])
  const reflected = REFLECTED.map((name): [string, Callable] => [
    `__r${name}__`,
    method((self, [other]) => run(OPERATORS[name] ?? name, [other, self])),
  ])
  const held = (self: unknown): KerasTensor => {
    const value = binding.unwrap(self)
    if (isKerasTensor(value) || isTensor(value)) return value as KerasTensor
    throw new TypeError('a tensor that is none')
  }
  const attributes = {
    ...Object.fromEntries([...operators, ...reflected]),
    __neg__: method((self) => run('negative', [self])),
    __abs__: method((self) => run('abs', [self])),
    __len__: method((self) => held(self).shape[0] ?? 0),
    __getitem__: method((self, [key]) => binding.wrap(itemOf(runtime, held(self), indexOf(key)))),
    shape: new PyProperty(method((self) => tuple(held(self).shape))),
    ndim: new PyProperty(method((self) => held(self).shape.length)),
    dtype: new PyProperty(method((self) => held(self).dtype)),
    T: new PyProperty(method((self) => run('transpose', [self]))),
    value: new PyProperty(method((self) => self)),
    trainable: new PyProperty(method((self) => weightOf(binding, self).trainable)),
    path: new PyProperty(method((self) => weightOf(binding, self).path)),
    numpy: method((self) => self),
    astype: method((self) => self),
    reshape: method((self, lengths) => {
      const [first] = lengths
      return binding.wrap(
        runOperation(runtime, 'reshape', {
          positional: [binding.unwrap(self), Array.isArray(first) ? first : lengths],
          keywords: {},
        }),
      )
    }),
    assign: method((self, [value]) => {
      assign(weightOf(binding, self), binding.unwrap(value))
      return self
    }),
  }
  binding.classes.set('tensor', new PyClass('KerasTensor', [], attributes))
  binding.classes.set('values', new PyClass('Tensor', [], attributes))
}

/** The weight that a program's variable is. */
function weightOf(binding: Binding, self: unknown): Weight {
  const held = binding.unwrap(self)
  if (held instanceof WeightTensor) return held.weight
  throw new TypeError('expected a weight, got another tensor')
}

function indexOf(key: unknown): ItemIndex[] {
  const parts = Array.isArray(key) ? key : [key]
  return parts.map((part): ItemIndex => {
    if (part === ELLIPSIS) return '...'
    if (part === null || typeof part === 'number') return part
    if (!(part instanceof PySlice)) throw new TypeError('an index that is not read')
    const bound = (value: unknown): number | null => (typeof value === 'number' ? value : null)
    return { start: bound(part.start), stop: bound(part.stop), step: bound(part.step) }
  })
}
