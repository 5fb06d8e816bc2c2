import { createKerasSession, type KerasBackend } from '@nn/random/keras'
import { ArgReader } from '../../golden/args.ts'
import type { Computed } from '../../golden/framework.ts'
import { type Expected, expectedOf, type GoldenCase } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { numberOf } from '../../golden/read.ts'
import { product } from '../jax/array.ts'
import { constantWeights } from './constants.ts'
import { INITIALIZERS, seeded } from './laws/initializers.ts'

type ByTensor<T> = Readonly<Record<string, T>>

/** The values of weights whose default initializers draw nothing. */
function fixedWeight({ name, shape }: Expected): Float32Array | undefined {
  const size = product(shape)
  const [, layer, weight] = /^\d+:(.*)\/(\w+)$/.exec(present(name, 'name')) ?? []
  const out = new Float32Array(size)
  if (weight === 'gamma' || weight === 'moving_variance') return out.fill(1)
  // The forget gate, second of four, starts open.
  if (weight === 'bias' && layer?.startsWith('lstm_cell')) return out.fill(1, size / 4, size / 2)
  return weight === 'bias' || weight === 'beta' || weight === 'moving_mean' ? out : undefined
}

interface Drawn {
  readonly classes: ByTensor<string>
  readonly configs: ByTensor<Record<string, unknown>>
  readonly drawIndex: ByTensor<number>
  readonly seeds: ByTensor<number>
}

/** A weight whose initializer took a seed: the draw of Python's `random` that `draw_index` counts. */
function drawnWeight(
  { name: path, shape }: Expected,
  drawn: Drawn,
  python: readonly number[],
  backend: KerasBackend,
) {
  const name = present(path, 'name')
  const initializer = INITIALIZERS[drawn.classes[name] ?? '']
  if (!initializer) return undefined
  const seed = present(python[present(drawn.drawIndex[name], 'draw')], 'python')
  if (seed !== drawn.seeds[name]) throw new Error(`${name}: drew the seed ${seed}, not ${drawn.seeds[name]}`)
  const config = new ArgReader(drawn.configs[name] ?? {})
  const weight = initializer(config, { rng: seeded(seed, backend), shape })
  config.done()
  return weight
}

function constantWeight({ shape }: Expected, code: string, index: number): Float32Array | undefined {
  const value = constantWeights(code)[index]
  return value === undefined ? undefined : new Float32Array(product(shape)).fill(value)
}

/**
 * The weights of a model after `set_random_seed`: drawn by initializers whose seed, class and configuration the arguments tell, a
 * layer's default, or a constant of the program. Undefined if one is none of these.
 */
export function modelWeights(golden: GoldenCase, backend: KerasBackend): Computed[] | undefined {
  const args = new ArgReader(golden.args)
  const drawn: Drawn = {
    classes: args.take('classes', {}),
    configs: args.take('configs', {}),
    drawIndex: args.take('draw_index', {}),
    seeds: args.take('seeds', {}),
  }
  args.done()
  const session = createKerasSession(numberOf(golden.seed), { backend })
  const draws = 1 + Math.max(-1, ...Object.values(drawn.drawIndex))
  const python = Array.from({ length: draws }, () => session.makeSeed())
  const computed: Computed[] = []
  for (const [index, expected] of expectedOf(golden).entries()) {
    const values =
      drawnWeight(expected, drawn, python, backend) ??
      fixedWeight(expected) ??
      constantWeight(expected, present(golden.code, 'code'), index)
    if (!values) return undefined
    computed.push({ name: present(expected.name, 'name'), values })
  }
  return computed
}
