import type { Callable } from '../../../python/objects.ts'
import { VALUES } from '../runtime/core/runtime.ts'
import { KerasTensor } from '../runtime/core/tensor.ts'
import type { Binding } from './binding.ts'
import { opsModule } from './ops-module.ts'

/** As much of the module `numpy` as programs use to make inputs, of which the shape counts. */
export function numpyModule(binding: Binding): Record<string, unknown> {
  const shaped = (given: unknown): unknown => {
    const lengths = Array.isArray(given) ? given : given === null || given === undefined ? [] : [given]
    return binding.wrap(new KerasTensor(lengths as number[]))
  }
  const spread: Callable = (lengths) => shaped(lengths)
  const sized: Callable = (given, { size = given.at(-1) }) => shaped(size)
  return {
    ...opsModule(binding),
    float32: 'float32',
    int32: 'int32',
    newaxis: null,
    pi: Math.PI,
    sqrt: ([value]: readonly unknown[]) => Math.sqrt(Number(value)),
    random: {
      rand: spread,
      randn: spread,
      random: sized,
      normal: sized,
      uniform: sized,
      randint: sized,
      seed: () => null,
    },
    zeros: ([given]: readonly unknown[]) =>
      binding.wrap(VALUES.zeros(Array.isArray(given) ? given : [Number(given)])),
  }
}
