import { gpt2Small } from './gpt2.ts'
import { lenet } from './lenet.ts'
import { lstm } from './lstm.ts'
import { mlp } from './mlp.ts'
import type { Model } from './model.ts'
import { resnet18 } from './resnet18.ts'

/** The models by the names of the command line. */
export const MODELS: Readonly<Record<string, Model>> = { mlp, lenet, resnet18, lstm, 'gpt2-small': gpt2Small }
