import type { Dialect } from '@nn/init'
import type { DialectName, LabState } from '../state/state.ts'
import { flaxScope } from './flax-scope.ts'

/** A framework's session that has just been seeded, in which a network starts; each is loaded when it is asked for. */
export function openDialect(state: LabState): Promise<Dialect> | undefined {
  return state.dialect === 'none' ? undefined : OPENERS[state.dialect](state)
}

const OPENERS: Readonly<Record<Exclude<DialectName, 'none'>, (state: LabState) => Promise<Dialect>>> = {
  torch: async ({ seed }) => (await import('@nn/init/torch')).torch({ seed }),
  keras: async ({ seed }) => {
    const [{ keras }, { tensorflowBackend: backend }] = await Promise.all([
      import('@nn/init/keras'),
      import('@nn/random/keras'),
    ])
    return keras({ seed, backend })
  },
  flax: async (state) => {
    const { flax } = await import('@nn/init/flax')
    return flax({ seed: state.seed, scope: flaxScope(state) })
  },
  mxnet: async ({ seed }) => (await import('@nn/init/mxnet')).mxnet({ seed }),
}
