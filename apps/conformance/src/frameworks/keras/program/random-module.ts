import type { KerasRng } from '@nn/random/keras'
import { ArgReader } from '../../../golden/args.ts'
import { present } from '../../../golden/present.ts'
import { bind } from '../../../python/bind.ts'
import { type Callable, method, PyClass } from '../../../python/objects.ts'
import { OPS } from '../laws/random.ts'
import { VALUES } from '../runtime/core/runtime.ts'
import { KerasTensor, type Shape } from '../runtime/core/tensor.ts'
import type { Binding } from './binding.ts'

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  normal: ['shape', 'mean', 'stddev', 'dtype', 'seed'],
  truncated_normal: ['shape', 'mean', 'stddev', 'dtype', 'seed'],
  uniform: ['shape', 'minval', 'maxval', 'dtype', 'seed'],
  randint: ['shape', 'minval', 'maxval', 'dtype', 'seed'],
}

/** `keras.random`. */
export function randomModule(binding: Binding): Record<string, unknown> {
  const { runtime } = binding
  const streamOf = (seed: unknown): KerasRng => {
    if (seed === null || seed === undefined) return runtime.dialect.session.rng
    return typeof seed === 'number' || typeof seed === 'bigint'
      ? runtime.seedGenerator(seed)
      : (seed as KerasRng)
  }
  const op =
    (name: string): Callable =>
    (positional, keywords) => {
      const parameters = present(PARAMETERS[name], name)
      const { shape, seed, dtype = null, ...others } = bind(parameters, positional, keywords)
      // Where a graph is made, a length may be unknown, and nothing is drawn.
      if ((shape as readonly unknown[]).includes(null)) return binding.wrap(new KerasTensor(shape as Shape))
      const args = new ArgReader({ ...others, ...(name === 'randint' ? {} : { dtype }) })
      const lengths = shape as readonly number[]
      const values = present(OPS[name], name)(args, streamOf(binding.unwrap(seed)), lengths)
      args.done()
      return binding.wrap(VALUES.tensor(values as Float32Array, { shape: lengths, copy: false }))
    }
  const SeedGenerator = new PyClass('SeedGenerator', [], {
    __init__: method((self, [given], { seed = given }) => {
      self.held = runtime.seedGenerator(seed)
      runtime.autoName('SeedGenerator')
      return null
    }),
  })
  return { ...Object.fromEntries(Object.keys(PARAMETERS).map((name) => [name, op(name)])), SeedGenerator }
}
