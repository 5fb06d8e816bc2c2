import { raised } from '../../../python/errors.ts'
import { type Callable, type Keywords, method, PyClass, type PyObject } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { emptyState } from './module-state.ts'
import { heldBy } from './tensor.ts'

/** Where a layer finds its size in the first input. */
function sizeIn(name: string, shape: readonly number[]): number {
  const rank = Number(/(\d)d$/.exec(name)?.[1] ?? 0)
  if (name === 'Linear') return shape.at(-1) ?? 0
  // Of a convolution, an input without n has one axis less.
  const axis = name.startsWith('Conv') ? shape.length - rank - 1 : 1
  return shape[axis] ?? 0
}

/** The lazy form of a layer: at its first call it becomes the layer, with the size of the input before the arguments it was given. */
export function lazyClass(name: string, layer: PyClass): PyClass {
  const given = new WeakMap<PyObject, readonly [readonly unknown[], Keywords]>()
  const forward: Callable = (positional, keywords) => {
    const [self, input] = positional as [PyObject, unknown]
    const [args, named] = given.get(self) ?? [[], {}]
    const size = sizeIn(name, heldBy(input).data.shape)
    self.type = layer
    call(layer.find('__init__'), [self, size, ...args], named)
    return call(layer.find('forward'), positional, keywords)
  }
  return new PyClass(`Lazy${name}`, [layer], {
    __init__: method((self, positional, keywords) => {
      self.held = emptyState()
      given.set(self, [positional, keywords])
      return null
    }),
    reset_parameters: () => {
      throw raised('ValueError', `reset_parameters of Lazy${name} before its first input`)
    },
    forward,
  })
}

/** The layers that have lazy forms. */
export const LAZY: readonly string[] = [
  'Linear',
  ...[1, 2, 3].flatMap((rank) => [
    `Conv${rank}d`,
    `ConvTranspose${rank}d`,
    `BatchNorm${rank}d`,
    `InstanceNorm${rank}d`,
  ]),
]
