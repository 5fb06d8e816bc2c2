import type { Tensor } from '@nn/tensor'
import { bind } from '../../../python/bind.ts'
import { type Callable, tuple } from '../../../python/objects.ts'
import { VALUES } from '../runtime/core/runtime.ts'
import { OPERATIONS, runOperation } from '../runtime/ops.ts'
import type { Binding } from './binding.ts'

const shapeOf = (given: unknown): readonly number[] => (Array.isArray(given) ? given : [Number(given)])

/** Operations that make tensors. */
function creation(binding: Binding): Record<string, Callable> {
  const made = (tensor: Tensor): unknown => binding.wrap(tensor)
  const values = (given: unknown): unknown => {
    const held = binding.unwrap(given)
    return Array.isArray(held) || typeof held === 'number' ? made(VALUES.tensor(held as never)) : given
  }
  return {
    zeros: ([given], { shape = given }) => made(VALUES.zeros(shapeOf(shape))),
    ones: ([given], { shape = given }) => made(VALUES.ones(shapeOf(shape))),
    full: ([shape, value], { fill_value = value }) => made(VALUES.full(shapeOf(shape), Number(fill_value))),
    eye: ([count, columns = count]) => made(VALUES.eye(Number(count), Number(columns) as never)),
    arange: (positional, keywords) => {
      const { start, stop = null, step = 1 } = bind(['start', 'stop', 'step', 'dtype'], positional, keywords)
      const [from, to] = stop === null ? [0, Number(start)] : [Number(start), Number(stop)]
      const count = Math.max(0, Math.ceil((to - from) / Number(step)))
      return made(VALUES.tensor(Float32Array.from({ length: count }, (_, i) => from + i * Number(step))))
    },
    convert_to_tensor: ([given]) => values(given),
    array: ([given]) => values(given),
    constant: ([given]) => values(given),
    shape: ([given]) => tuple((binding.shaped(given) as { readonly shape: readonly unknown[] }).shape),
  }
}

/** Operations by name on tensors of graphs, and on those that have values. */
export function operationsOf(
  binding: Binding,
  names: Readonly<Record<string, string>> = {},
): Record<string, Callable> {
  const run =
    (name: string): Callable =>
    (positional, keywords) => {
      const { name: _, ...named } = binding.unwrapAll(keywords)
      const given = positional.map((each) => binding.unwrap(each))
      return binding.wrap(runOperation(binding.runtime, name, { positional: given, keywords: named }))
    }
  const own = Object.fromEntries(OPERATIONS.map((name) => [name, run(name)]))
  const others = Object.fromEntries(Object.entries(names).map(([name, op]) => [name, run(op)]))
  return { ...own, ...others }
}

/** `keras.ops`. */
export function opsModule(binding: Binding): Record<string, Callable> {
  return { ...operationsOf(binding), ...creation(binding) }
}
