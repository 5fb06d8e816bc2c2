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
import { modelWeights } from './weights.ts'

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

function runFlow(golden: GoldenCase, backend: KerasBackend): Outcome {
  // Layers that Keras cuts otherwise than we do: their weights by the seeds that the file tells.
  if ('classes' in golden.args && !hasLayers(present(golden.code, 'code')))
    return modelWeights(golden, backend) ?? 'unknown'
  const names = {
    keras: kerasModule(backend),
    weights: ([model]: readonly KerasModel[]) => weightsOf(present(model, 'model')),
  }
  const { out } = runProgram(present(golden.code, 'code'), { names })
  return (out as ([string, Values] | Computed)[]).map((item) =>
    Array.isArray(item) ? { name: item[0], values: item[1] } : (item as Computed),
  )
}

/** A program that names what is not there, layers for example, is left out. */
function runOrSkip(golden: GoldenCase, backend: KerasBackend): Outcome {
  try {
    return runFlow(golden, backend)
  } catch (error) {
    if (error instanceof ReferenceError && golden.op.startsWith('flow.')) return 'skipped'
    throw error
  }
}

/** Keras 3 on its four backends: initializers, `keras.random`, and the weights of models. */
export const keras: Framework = (golden) => {
  const backend = BACKENDS[golden.backend ?? '']
  if (!backend) throw new RangeError(`a backend that is not known: ${golden.backend}`)
  if (golden.code !== undefined) return runOrSkip(golden, backend)
  const values = runOp(golden, backend)
  return values ? [{ values }] : 'unknown'
}
