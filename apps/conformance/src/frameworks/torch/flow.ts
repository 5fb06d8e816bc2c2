import type { Computed, Values } from '../../golden/framework.ts'
import { runProgram } from '../../python/python.ts'
import { iterate, text } from '../../python/values.ts'
import { TorchSession } from './model/session.ts'
import { isTensorObject, valuesOf } from './model/tensor.ts'
import { torchModules } from './model/torch-module.ts'

/** The values of a tensor of a program, or of a state of the generator. */
function computed(value: unknown): Values {
  if (isTensorObject(value)) return valuesOf(value)
  if (value instanceof Uint8Array) return value
  throw new TypeError('expected a program to end with tensors')
}

/** Runs a program of a case, with layers or without; its results are the list `out` of pairs of name and tensor. */
export function runFlow(code: string): Computed[] {
  const modules = torchModules(new TorchSession(0))
  const { torch } = modules
  const names = { torch, nn: modules['torch.nn'], math: runProgram('import math').math }
  const { out } = runProgram(code, { modules, names })
  if (!Array.isArray(out)) throw new TypeError('expected a program to end with a list `out`')
  return out.map((pair) => {
    const [name, value] = [...iterate(pair)]
    return { name: text(name), values: computed(value) }
  })
}
