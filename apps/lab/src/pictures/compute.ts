import type { WeightFormat } from '../export/export-weights.ts'
import type { LabState } from '../state/state.ts'
import type { Compute, Pictures, Work } from './picture.ts'

type File = Uint8Array<ArrayBuffer>

/** All that is computed of a state: the data of pictures, and files of its weights. */
export type Answers = Pictures & Record<WeightFormat, File>
export type AnswerName = keyof Answers

/** How the module of each answer is loaded: only what is asked for. */
const LOADERS: { readonly [N in AnswerName]: () => Promise<Compute<Answers[N]>> } = {
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
  safetensors: () => fileOf('safetensors'),
  npz: () => fileOf('npz'),
}

async function fileOf(format: WeightFormat): Promise<Compute<File>> {
  const { exportWeights } = await import('../export/export-weights.ts')
  return (state) => exportWeights(state, format)
}

/**
 * The data of a picture, or a file; the same in a worker and in Node.
 *
 * @throws ProblemError if nothing can be computed of the state.
 */
export async function compute<N extends AnswerName>(
  name: N,
  state: LabState,
  work: Work<Answers[N]>,
): Promise<Answers[N]> {
  const load = LOADERS[name]
  const made = await load()
  return made(state, work)
}
