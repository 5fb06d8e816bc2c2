import type { PictureName, Pictures } from '../pictures/picture.ts'
import type { LabState } from '../state/state.ts'
import { chaosSentence } from './chaos.ts'
import { codeSentence } from './code.ts'
import { matricesSentence } from './matrices.ts'
import { networkSentence } from './network.ts'
import { saturationSentence } from './saturation.ts'
import { backwardSentence, forwardSentence } from './signal.ts'
import { symmetrySentence } from './symmetry.ts'
import { trainingSentence } from './training.ts'
import { weightsSentence } from './weights.ts'

const SENTENCES: { readonly [N in PictureName]: (data: Pictures[N], state: LabState) => string } = {
  network: networkSentence,
  weights: weightsSentence,
  forward: forwardSentence,
  backward: backwardSentence,
  matrices: matricesSentence,
  symmetry: symmetrySentence,
  saturation: saturationSentence,
  chaos: chaosSentence,
  training: trainingSentence,
  code: codeSentence,
}

/** What there is to see in a picture, written from its numbers. */
export function sentence<N extends PictureName>(name: N, data: Pictures[N], state: LabState): string {
  return SENTENCES[name](data, state)
}
