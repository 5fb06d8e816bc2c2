import { createKerasSession, type KerasBackend } from '@nn/random/keras'
import { ArgReader } from '../../args.ts'
import type { Computed } from '../../framework.ts'
import { type Expected, expectedOf, type GoldenCase } from '../../golden.ts'
import { INITIALIZERS, seeded } from './initializers.ts'

type ByTensor<T> = Readonly<Record<string, T>>

/** The values of weights whose default initializers draw nothing. */
function fixedWeight({ name, shape }: Expected): Float32Array | undefined {
  const size = shape.reduce((product, extent) => product * extent, 1)
  const [, layer, weight] = /^\d+:(.*)\/(\w+)$/.exec(name!) ?? []
  const out = new Float32Array(size)
  if (weight === 'gamma' || weight === 'moving_variance') return out.fill(1)
  // The forget gate, second of four, starts open.
  if (weight === 'bias' && layer?.startsWith('lstm_cell')) return out.fill(1, size / 4, size / 2)
  return weight === 'bias' || weight === 'beta' || weight === 'moving_mean' ? out : undefined
}

/**
 * The weights of a model after `set_random_seed`: each initializer's seed is the draw of Python's `random` that `args.draw_index`
 * counts, its class and configuration stand in the arguments. Undefined if a weight is neither drawn nor a layer's default.
 */
export function modelWeights(golden: GoldenCase, backend: KerasBackend): Computed[] | undefined {
  const args = new ArgReader(golden.args)
  const classes = args.take<ByTensor<string>>('classes', {})
  const configs = args.take<ByTensor<Record<string, unknown>>>('configs', {})
  const drawIndex = args.take<ByTensor<number>>('draw_index', {})
  const seeds = args.take<ByTensor<number>>('seeds', {})
  args.done()
  const session = createKerasSession(golden.seed as number, { backend })
  const drawn = Array.from({ length: 1 + Math.max(-1, ...Object.values(drawIndex)) }, () =>
    session.makeSeed(),
  )
  const computed: Computed[] = []
  for (const expected of expectedOf(golden)) {
    const name = expected.name!
    const initializer = INITIALIZERS[classes[name] ?? '']
    const values = initializer ? initialize(expected) : fixedWeight(expected)
    if (!values) return undefined
    computed.push({ name, values })

    function initialize({ shape }: Expected): Float32Array {
      const seed = drawn[drawIndex[name]!]!
      if (seed !== seeds[name]) throw new Error(`${name}: drew the seed ${seed}, not ${seeds[name]}`)
      const config = new ArgReader(configs[name] ?? {})
      const weight = initializer!(config, { rng: seeded(seed, backend), shape })
      config.done()
      return weight
    }
  }
  return computed
}
