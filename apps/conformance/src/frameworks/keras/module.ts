import { cpu } from '@nn/backend-cpu'
import * as init from '@nn/init'
import { type KerasDialect, keras } from '@nn/init/keras'
import type { KerasBackend } from '@nn/random/keras'
import { ArgReader } from '../../golden/args.ts'
import { present } from '../../golden/present.ts'
import { MAKERS } from './laws/initializers.ts'
import { layersModule } from './layers.ts'

/** `glorot_uniform` as the class's name. */
function className(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}

/** An initializer by its name, as ours. */
function initOf(given: unknown): init.Initializer | undefined {
  if (given === undefined || given === null) return undefined
  const make = typeof given === 'string' ? MAKERS[className(given)] : undefined
  if (make === undefined) throw new RangeError(`an initializer that is not known: ${String(given)}`)
  return make(init, new ArgReader({}), {})
}

/** As much of the module `keras` as programs of one layer use, with the layers of `@nn/layers`. */
export function kerasModule(backend: KerasBackend): Record<string, unknown> {
  let dialect: KerasDialect | undefined
  return {
    utils: {
      set_random_seed: ([seed]: readonly number[]) => {
        dialect = keras({ seed: present(seed, 'seed'), backend })
        return null
      },
    },
    ...layersModule(initOf, (net) => net.initialize({ dialect, backend: cpu })),
  }
}
