import type { KerasBackend } from '@nn/random/keras'
import { ArgReader } from '../../golden/args.ts'
import type { Computed, Framework, Outcome, Values } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { numberOf } from '../../golden/read.ts'
import { runProgram } from '../../python/python.ts'
import { BACKENDS } from './backends.ts'
import { INITIALIZERS, seeded } from './laws/initializers.ts'
import { OPS } from './laws/random.ts'
import { hasLayers, type KerasModel, weightsOf } from './layers.ts'
import { kerasModule } from './module.ts'
import { runValues } from './program/run-program.ts'

/** One initializer or one op of `keras.random` with an integer seed; without a seed nothing is drawn. */
function runOp({ op, args, seed, shape = [] }: GoldenCase, backend: KerasBackend): Values | undefined {
  const [, module, name] = /^keras\.(initializers|random)\.(\w+)$/.exec(op) ?? []
  const reader = new ArgReader(args)
  const rng = seeded(numberOf(seed ?? 0), backend)
  const values =
    module === 'random'
      ? OPS[present(name, 'name')]?.(reader, rng, shape)
      : INITIALIZERS[name ?? '']?.(reader, { rng, shape })
  reader.done()
  return values
}

/** Whether a case is one layer that there is in `@nn/layers`. */
function isOfOurLayer({ op, code }: GoldenCase): boolean {
  return op.startsWith('keras.layers.') && hasLayers(present(code, 'code'))
}

/** The program of one layer, with the layer of `@nn/layers`, if there is one. */
function runLayer(code: string, backend: KerasBackend): Outcome {
  const weights = ([model]: readonly KerasModel[]): Computed[] => weightsOf(present(model, 'model'))
  const { out } = runProgram(code, { names: { keras: kerasModule(backend), weights } })
  return out as Computed[]
}

/** Keras 3 on its four backends: initializers, `keras.random`, and the weights of models. */
export const keras: Framework = (golden) => {
  const backend = BACKENDS[golden.backend ?? '']
  if (!backend) throw new RangeError(`a backend that is not known: ${golden.backend}`)
  const { code } = golden
  if (code !== undefined) return isOfOurLayer(golden) ? runLayer(code, backend) : runValues(code, backend)
  const values = runOp(golden, backend)
  return values ? [{ values }] : 'unknown'
}
