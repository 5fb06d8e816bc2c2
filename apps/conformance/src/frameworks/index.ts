import type { Framework } from '../golden/framework.ts'
import type { ModelRunner } from '../golden/model.ts'
import { flax } from './flax/flax.ts'
import { runFlaxModel } from './flax/program.ts'
import { jax } from './jax/jax.ts'
import { keras } from './keras/keras.ts'
import { kerasModel } from './keras/model.ts'
import { mxnet } from './mxnet/mxnet.ts'
import { numpy } from './numpy/numpy.ts'
import { tensorflow } from './tensorflow/tensorflow.ts'
import { runTorchModel } from './torch/run-model.ts'
import { torch } from './torch/torch.ts'

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

/** What runs whole models, by the same names. */
export const MODELS: Readonly<Record<string, ModelRunner>> = {
  flax: runFlaxModel,
  keras: kerasModel,
  torch: runTorchModel,
}
