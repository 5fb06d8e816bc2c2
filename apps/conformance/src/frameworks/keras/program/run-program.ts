import type { KerasBackend } from '@nn/random/keras'
import { isTensor } from '@nn/tensor'
import type { Computed, Values } from '../../../golden/framework.ts'
import { listOf, textOf } from '../../../golden/read.ts'
import { type Callable, PyObject, tuple } from '../../../python/objects.ts'
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

/** The modules that a program may import. */
function modulesOf(binding: Binding): Record<string, unknown> {
  const keras = kerasModule(binding)
  return { keras, numpy: numpyModule(binding), tensorflow: tensorflowModule(binding, keras) }
}

/** Runs a program, with Keras's layers and initializers. */
export function runKeras({ code, seed, backend }: KerasProgram): KerasResult {
  const runtime = new KerasRuntime(backend)
  runtime.seed(seed)
  const { model } = runProgram(code, { modules: modulesOf(new Binding(runtime)) })
  const held = model instanceof PyObject ? model.held : undefined
  if (!(held instanceof Layer)) throw new TypeError('expected a program to leave a model of Keras in `model`')
  const { weights } = held
  return {
    weights,
    uniform: runtime.dialect.session.rng.uniform(new Float32Array(2)),
    randint: runtime.makeSeed(),
  }
}

/** Runs a program that seeds itself, with `keras` there, and leaves pairs of names and values, or `weights(model)`, in `out`. */
export function runValues(code: string, backend: KerasBackend): Computed[] {
  const binding = new Binding(new KerasRuntime(backend))
  const modules = modulesOf(binding)
  const weights: Callable = ([model]) => {
    const { weights: all } = binding.unwrap(model) as Layer
    return all.map(({ path, values }, i) => tuple([`${i}:${path.split('/').slice(-2).join('/')}`, values]))
  }
  const { out } = runProgram(code, { modules, names: { ...modules, weights } })
  return listOf(out).map((pair) => {
    const [name, values] = listOf(pair)
    const held = binding.unwrap(values)
    return { name: textOf(name), values: isTensor(held) ? held.clone().toArray() : (held as Values) }
  })
}
