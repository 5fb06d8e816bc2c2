import type { KerasBackend } from '@nn/random/keras'
import { PyObject } from '../../../python/objects.ts'
import { runProgram } from '../../../python/python.ts'
import { Layer } from '../runtime/core/layer.ts'
import { KerasRuntime } from '../runtime/core/runtime.ts'
import type { Weight } from '../runtime/core/weight.ts'
import { Binding } from './binding.ts'
import { kerasModule } from './keras-module.ts'
import { numpyModule } from './numpy-module.ts'
import { tensorflowModule } from './tensorflow-module.ts'

/** A program that leaves `model`, run after `keras.utils.set_random_seed(seed)`. */
export interface KerasProgram {
  readonly code: string
  readonly seed: number
  readonly backend: KerasBackend
}

/** What is there when it has run. */
export interface KerasResult {
  /** `model.weights` in its order. */
  readonly weights: readonly Weight[]
  /** `keras.random.uniform((2,))`, and then Python's `random.randint(1, 1000000000)`. */
  readonly uniform: Float32Array
  readonly randint: number
}

/** Runs a program, with Keras's layers and initializers. */
export function runKeras({ code, seed, backend }: KerasProgram): KerasResult {
  const runtime = new KerasRuntime(backend)
  runtime.seed(seed)
  const binding = new Binding(runtime)
  const keras = kerasModule(binding)
  const numpy = numpyModule(binding)
  const modules = { keras, numpy, tensorflow: tensorflowModule(binding, keras) }
  const { model } = runProgram(code, { modules })
  const held = model instanceof PyObject ? model.held : undefined
  if (!(held instanceof Layer)) throw new TypeError('expected a program to leave a model of Keras in `model`')
  const { weights } = held
  return {
    weights,
    uniform: runtime.dialect.session.rng.uniform(new Float32Array(2)),
    randint: runtime.makeSeed(),
  }
}
