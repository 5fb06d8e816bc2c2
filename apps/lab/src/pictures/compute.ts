import type { LabState } from '../state/state.ts'
import type { Compute, PictureName, Pictures, Work } from './picture.ts'

/** How each picture's module is loaded: only what is asked for. */
const LOADERS: { readonly [N in PictureName]: () => Promise<Compute<Pictures[N]>> } = {
  network: async () => (await import('./network.ts')).network,
  weights: async () => (await import('./weights.ts')).weights,
  forward: async () => (await import('./forward.ts')).forward,
  backward: async () => (await import('./backward.ts')).backward,
  matrices: async () => (await import('./matrices.ts')).matrices,
  symmetry: async () => (await import('./symmetry.ts')).symmetry,
  saturation: async () => (await import('./saturation.ts')).saturation,
  chaos: async () => (await import('./chaos.ts')).chaos,
  training: async () => (await import('./training.ts')).training,
  code: async () => (await import('./code.ts')).code,
}

/**
 * The data of a picture; the same in a worker and in Node.
 *
 * @throws ProblemError if nothing can be computed of the state.
 */
export async function compute<N extends PictureName>(
  name: N,
  state: LabState,
  work: Work<Pictures[N]>,
): Promise<Pictures[N]> {
  const picture = await LOADERS[name]()
  return picture(state, work)
}
