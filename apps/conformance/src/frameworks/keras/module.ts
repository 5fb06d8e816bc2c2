import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { type KerasDialect, keras } from '@nn/init/keras'
import type { KerasBackend, KerasRng } from '@nn/random/keras'
import { ArgReader } from '../../golden/args.ts'
import { present } from '../../golden/present.ts'
import { numbersOf } from '../../golden/read.ts'
import { bind } from '../../python/bind.ts'
import type { Callable } from '../../python/objects.ts'
import { INITIALIZERS, MAKERS, seeded } from './laws/initializers.ts'
import { OPS } from './laws/random.ts'
import { layersModule } from './layers.ts'

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  normal: ['shape', 'mean', 'stddev', 'dtype', 'seed'],
  truncated_normal: ['shape', 'mean', 'stddev', 'dtype', 'seed'],
  uniform: ['shape', 'minval', 'maxval', 'dtype', 'seed'],
  randint: ['shape', 'minval', 'maxval', 'dtype', 'seed'],
}

/** What initializers take by position. */
const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  Constant: ['value'],
  RandomUniform: ['minval', 'maxval', 'seed'],
  RandomNormal: ['mean', 'stddev', 'seed'],
  TruncatedNormal: ['mean', 'stddev', 'seed'],
  VarianceScaling: ['scale', 'mode', 'distribution', 'seed'],
}

/** `glorot_uniform` as the class's name. */
function className(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}

/** An initializer in a program: called, it gives values; given to a layer, it is one of ours. */
interface InitializerObject {
  readonly ours: init.Initializer
}

function ours(name: string, config: Readonly<Record<string, unknown>>): init.Initializer {
  const make = MAKERS[name]
  if (make === undefined) throw new RangeError(`an initializer that is not known: ${name}`)
  const args = new ArgReader(config)
  const made = make(init, args, {})
  args.done()
  return made
}

function initOf(given: unknown): init.Initializer | undefined {
  if (given === undefined || given === null) return undefined
  if (typeof given === 'string') return ours(className(given), {})
  return (given as InitializerObject).ours
}

/** As much of the module `keras` as the programs use. */
export function kerasModule(backend: KerasBackend): Record<string, unknown> {
  let dialect: KerasDialect | undefined
  const current = () => {
    if (!dialect) throw new Error('an unseeded draw before set_random_seed')
    return dialect.session
  }
  const stream = (seed: unknown): KerasRng =>
    typeof seed === 'number' ? seeded(seed, backend) : (seed as KerasRng)

  const op = (name: string): Callable => {
    return (positional, keywords) => {
      const {
        shape,
        seed = null,
        ...rest
      } = bind(present(PARAMETERS[name], 'PARAMETERS'), positional, keywords)
      const args = new ArgReader(rest)
      const values = present(OPS[name], 'OPS')(
        args,
        seed === null ? current().rng : stream(seed),
        numbersOf(shape),
      )
      args.done()
      return Object.assign(values, { shape })
    }
  }
  const initializer = (name: string): Callable => {
    return (positional, keywords) => {
      const named = bind(POSITIONAL[name] ?? [], positional, {})
      const { seed = null, ...config } = { ...named, ...keywords }
      const call = ([shape]: readonly number[][]) => {
        const args = new ArgReader(config)
        const rng = stream(seed ?? current().makeSeed())
        const values = present(INITIALIZERS[name], 'INITIALIZERS')(args, {
          rng,
          shape: present(shape, 'shape'),
        })
        args.done()
        return values
      }
      return Object.assign(call, { ours: ours(name, config) })
    }
  }
  const each = (names: readonly string[], make: (name: string) => Callable) =>
    Object.fromEntries(names.map((name) => [name, make(name)]))

  return {
    utils: {
      set_random_seed: ([seed]: readonly number[]) => {
        dialect = keras({ seed: present(seed, 'seed'), backend })
        return null
      },
    },
    random: {
      ...each(Object.keys(PARAMETERS), op),
      SeedGenerator: ([seed]: readonly number[]) => seeded(seed ?? current().makeSeed(), backend),
    },
    initializers: each(Object.keys(INITIALIZERS), initializer),
    ...layersModule(initOf, (net) => net.initialize({ dialect, backend: cpu })),
  }
}
