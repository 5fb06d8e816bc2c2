import type { LayerClass } from '../core/layer.ts'
import { ATTENTIONS } from './attention.ts'
import { CONV_LSTMS } from './conv-lstm.ts'
import { CONVOLUTIONS } from './convolution.ts'
import { CORE } from './core.ts'
import { IMAGES } from './images.ts'
import { MERGING } from './merging.ts'
import { NORMS } from './normalization.ts'
import { RANDOM } from './random.ts'
import { RECURRENT } from './recurrent.ts'
import { WRAPPERS } from './wrappers.ts'

/** `keras.layers` by class. */
export const LAYERS: Readonly<Record<string, LayerClass>> = {
  ...CORE,
  ...CONVOLUTIONS,
  ...IMAGES,
  ...NORMS,
  ...RANDOM,
  ...MERGING,
  ...RECURRENT,
  ...CONV_LSTMS,
  ...ATTENTIONS,
  ...WRAPPERS,
}
