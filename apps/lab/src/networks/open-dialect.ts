import type { Dialect } from '@nn/init'
import type { DialectName, LabState } from '../state/state.ts'

/** A framework's session that has just been seeded, in which a network starts; each is loaded when it is asked for. */
export function openDialect({ dialect, network, seed }: LabState): Promise<Dialect> | undefined {
  return dialect === 'none' ? undefined : OPENERS[dialect](seed, network === 'chapter')
}

const OPENERS: Readonly<
  Record<Exclude<DialectName, 'none'>, (seed: number, isChapter: boolean) => Promise<Dialect>>
> = {
  torch: async (seed) => (await import('@nn/init/torch')).torch({ seed }),
  keras: async (seed) => {
    const [{ keras }, { tensorflowBackend: backend }] = await Promise.all([
      import('@nn/init/keras'),
      import('@nn/random/keras'),
    ])
    return keras({ seed, backend })
  },
  flax: async (seed, isChapter) => {
    const { flax } = await import('@nn/init/flax')
    // In Flax an activation is a layer of its own, so that the chapter's second Dense is the third layer.
    return isChapter ? flax({ seed, scope: (path) => [`layers_${2 * Number(path)}`] }) : flax({ seed })
  },
  mxnet: async (seed) => (await import('@nn/init/mxnet')).mxnet({ seed }),
}
