import type { GoldenModel, ModelRunner, ModelTensor, RunModel } from '../../golden/model.ts'
import type { PyObject } from '../../python/objects.ts'
import { runProgram } from '../../python/python.ts'
import { libraryModules } from './libraries/libraries.ts'
import { isModuleObject, modulesBelow, stateOf, tensorsBelow } from './model/module-state.ts'
import { TorchSession } from './model/session.ts'
import { heldBy, valuesOf } from './model/tensor.ts'
import { torchModules } from './model/torch-module.ts'

/** Buffers that hold 0, 1 and 0 in every model, and are left out of the files. */
const COUNTED: readonly string[] = ['running_mean', 'running_var', 'num_batches_tracked']

function tensorOf([name, tensor]: readonly [string, PyObject]): ModelTensor {
  const { data, type } = heldBy(tensor)
  return { name, shape: data.shape, dtype: type, values: valuesOf(tensor) }
}

/** Groups of names that are one parameter. */
function tiedIn(model: PyObject): string[][] {
  const names = new Map<PyObject, string[]>()
  for (const [name, tensor] of tensorsBelow(model, 'parameters', { unique: false })) {
    names.set(tensor, [...(names.get(tensor) ?? []), name])
  }
  return [...names.values()].filter(({ length }) => length > 1)
}

/** The buffers of the state dict. */
function buffersOf(model: PyObject): ModelTensor[] {
  const transient = new Set(
    [...modulesBelow(model)].flatMap(([path, module]) =>
      [...stateOf(module).transient].map((name) => (path === '' ? name : `${path}.${name}`)),
    ),
  )
  return [...tensorsBelow(model, 'buffers')]
    .filter(([name]) => !transient.has(name) && !COUNTED.includes(name.split('.').at(-1) ?? ''))
    .map(tensorOf)
}

function hex(values: Float32Array): string[] {
  return Array.from(new Uint32Array(values.buffer), (word) => word.toString(16).padStart(8, '0'))
}

/** Runs the program of a model with the layers of `@nn/layers` and the dialect `torch` of `@nn/init`. */
export const runTorchModel: ModelRunner = ({ seed, code }: GoldenModel): RunModel => {
  const session = new TorchSession(typeof seed === 'string' ? BigInt(seed) : seed)
  const modules = torchModules(session)
  const { model } = runProgram(code, {
    modules: { ...modules, ...libraryModules(session, modules['torch.nn']) },
  })
  if (!isModuleObject(model)) throw new TypeError('expected a program to end with a model')
  return {
    parameters: [...tensorsBelow(model, 'parameters')].map(tensorOf),
    buffers: buffersOf(model),
    tied: tiedIn(model),
    after: hex(session.rng.uniform(new Float32Array(2))),
  }
}
