import type { Framework } from '../framework.ts'
import { flax } from './flax.ts'
import { jax } from './jax.ts'
import { keras } from './keras.ts'
import { mxnet } from './mxnet.ts'
import { numpy } from './numpy.ts'
import { tensorflow } from './tensorflow.ts'
import { torch } from './torch.ts'

/** The adapters by the name that a file gives as its `framework`. */
export const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  flax,
  jax,
  keras,
  mxnet,
  numpy,
  tensorflow,
  torch,
}
