import { createTorchRng, type TorchRng } from '@nn/random/torch'
import { ArgReader } from '../../golden/args.ts'
import type { Computed } from '../../golden/framework.ts'
import { pairsOf } from '../../golden/framework.ts'
import { present } from '../../golden/present.ts'
import { integerOf, numbersOf } from '../../golden/read.ts'
import { bind } from '../../python/bind.ts'
import type { Callable } from '../../python/objects.ts'
import { runProgram } from '../../python/python.ts'
import { INITS, normal, uniform } from './init.ts'
import { storageOf, type Tensor, tensor } from './tensor.ts'

/** The parameters of the initializers after the tensor. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  uniform_: ['a', 'b'],
  normal_: ['mean', 'std'],
  trunc_normal_: ['mean', 'std', 'a', 'b'],
  sparse_: ['sparsity', 'std'],
  xavier_uniform_: ['gain'],
  xavier_normal_: ['gain'],
  kaiming_uniform_: ['a', 'mode', 'nonlinearity'],
  kaiming_normal_: ['a', 'mode', 'nonlinearity'],
  orthogonal_: ['gain'],
}

/** A `torch.Generator` as programs see it: the stream behind its method. */
interface GeneratorObject {
  readonly rng: TorchRng
  readonly manual_seed: Callable
}

function generatorObject(): GeneratorObject {
  const rng = createTorchRng(0)
  const object: GeneratorObject = {
    rng,
    manual_seed: ([seed]) => {
      rng.manualSeed(integerOf(seed))
      return object
    },
  }
  return object
}

/** The modules `torch` and `nn` with one global generator. */
function modules(): Record<string, unknown> {
  const global = createTorchRng(0)
  const rngOf = (generator: unknown): TorchRng =>
    generator === undefined ? global : (generator as GeneratorObject).rng
  const filled =
    (dtype: string, fill: (rng: TorchRng, target: Tensor) => unknown): Callable =>
    (sizes, keywords) => {
      const bound = bind(['generator', 'dtype'], [], keywords)
      const target = tensor(numbersOf(sizes.flat()), (bound.dtype as string | undefined) ?? dtype)
      return fill(rngOf(bound.generator), target)
    }
  const init =
    (name: string, parameters: readonly string[]): Callable =>
    ([target, ...positional], keywords) => {
      const { generator, ...bound } = bind([...parameters, 'generator'], positional, keywords)
      // The places of a sparse matrix's zeros come from the global generator, whatever draws its normals.
      const args = new ArgReader(name === 'sparse_' ? { ...bound, places: global } : bound)
      const values = present(INITS[name], 'INITS')(rngOf(generator), target as Tensor, args)
      args.done()
      return values
    }
  const nn = {
    init: Object.fromEntries(
      Object.entries(PARAMETERS).map(([name, parameters]) => [name, init(name, parameters)]),
    ),
  }
  const types = ['float32', 'float64', 'bfloat16', 'float16'].map((name) => [name, name])
  const torch = {
    ...Object.fromEntries(types),
    nn,
    manual_seed: ([seed]: readonly unknown[]) => global.manualSeed(integerOf(seed)),
    get_rng_state: () => global.getState(),
    Generator: generatorObject,
    empty: filled('float32', (_, target) => target),
    rand: filled('float32', (rng, target) => uniform(rng, target, 0, 1)),
    randn: filled('float32', (rng, target) => normal(rng, target, 0, 1)),
    randperm: filled('int64', (rng, target) => rng.permutation(storageOf(target))),
  }
  return { torch, nn }
}

/** Runs a program that only draws from generators; its results are the list `out` of pairs of name and values. */
export function runFlow(code: string): Computed[] {
  const { out } = runProgram(code, { names: modules() })
  return pairsOf(out)
}
