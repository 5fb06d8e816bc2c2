import { createKerasSession, type KerasBackend, type KerasRng, type KerasSession } from '@nn/random/keras'
import { ArgReader } from '../../args.ts'
import { bind, type Callable } from '../../python.ts'
import { INITIALIZERS, seeded } from './initializers.ts'
import { OPS } from './random.ts'

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  normal: ['shape', 'mean', 'stddev', 'dtype', 'seed'],
  truncated_normal: ['shape', 'mean', 'stddev', 'dtype', 'seed'],
  uniform: ['shape', 'minval', 'maxval', 'dtype', 'seed'],
  randint: ['shape', 'minval', 'maxval', 'dtype', 'seed'],
}

/** As much of the module `keras` as programs without layers use. */
export function kerasModule(backend: KerasBackend): Record<string, unknown> {
  let session: KerasSession | undefined
  const current = () => {
    if (!session) throw new Error('an unseeded draw before set_random_seed')
    return session
  }
  const stream = (seed: unknown): KerasRng =>
    typeof seed === 'number' ? seeded(seed, backend) : (seed as KerasRng)

  const op = (name: string): Callable => {
    return (positional, keywords) => {
      const { shape, seed = null, ...rest } = bind(PARAMETERS[name]!, positional, keywords)
      const args = new ArgReader(rest)
      const values = OPS[name]!(args, seed === null ? current().rng : stream(seed), shape as number[])
      args.done()
      return values
    }
  }
  const initializer = (name: string): Callable => {
    return (_, { seed = null, ...config }) => {
      const own = seed ?? current().makeSeed()
      return ([shape]: readonly number[][]) => {
        const args = new ArgReader(config)
        const values = INITIALIZERS[name]!(args, { rng: stream(own), shape: shape! })
        args.done()
        return values
      }
    }
  }
  const each = (names: readonly string[], make: (name: string) => Callable) =>
    Object.fromEntries(names.map((name) => [name, make(name)]))

  return {
    utils: {
      set_random_seed: ([seed]: readonly number[]) => {
        session = createKerasSession(seed!, { backend })
        return null
      },
    },
    random: {
      ...each(Object.keys(PARAMETERS), op),
      SeedGenerator: ([seed]: readonly number[]) => seeded(seed ?? current().makeSeed(), backend),
    },
    initializers: each(Object.keys(INITIALIZERS), initializer),
  }
}
