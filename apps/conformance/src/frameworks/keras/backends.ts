import {
  jaxBackend,
  type KerasBackend,
  numpyBackend,
  tensorflowBackend,
  torchBackend,
} from '@nn/random/keras'

/** Keras's backends by its own names. */
export const BACKENDS: Readonly<Record<string, KerasBackend>> = {
  tensorflow: tensorflowBackend,
  jax: jaxBackend,
  torch: torchBackend,
  numpy: numpyBackend,
}
