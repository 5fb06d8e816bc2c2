import type { GoldenModel, ModelTensor, RunModel } from '../../golden/model.ts'
import { dataclass } from '../../python/dataclass.ts'
import { type Callable, PyObject } from '../../python/objects.ts'
import { type Modules, runProgram } from '../../python/python.ts'
import { dtypeOf, isArray, shapeOf, valuesOf } from '../jax/programs/array.ts'
import { JAX } from '../jax/programs/jax.ts'
import { LINEN } from './linen/linen.ts'
import { sorted } from './nnx/module.ts'
import { NNX, nnxParameters, streamCounts } from './nnx/nnx.ts'

const same: Callable = ([value]) => value
const CORE = { freeze: same, unfreeze: same, FrozenDict: same }

/** The modules of a Flax program. */
const FLAX: Modules = {
  ...JAX,
  flax: { linen: LINEN, nnx: NNX, struct: { dataclass }, core: CORE },
  'flax.linen': LINEN,
  'flax.nnx': NNX,
}

/** Runs a model of Flax's own layers: shapes flow through its methods as in `model.init`, and parameters are drawn where Flax draws them. */
export function runFlaxModel({ code, seed }: GoldenModel): RunModel {
  const given = typeof seed === 'string' ? BigInt(seed) : seed
  const { model, params, rngs } = runProgram(code, { modules: FLAX, names: { seed: given } })
  if (model !== undefined) {
    const after = rngs instanceof PyObject ? streamCounts(rngs) : {}
    return { parameters: nnxParameters(model).map(tensor), after }
  }
  if (!(params instanceof Map)) throw new TypeError('expected a program that leaves `model` or `params`')
  return { parameters: treeOf(params).map(tensor) }
}

/** The arrays of nested dictionaries, by their paths in sorted order. */
function treeOf(
  tree: ReadonlyMap<unknown, unknown>,
  path: readonly string[] = [],
): [name: string, value: PyObject][] {
  return sorted(tree).flatMap(([key, value]): [string, PyObject][] => {
    const own = [...path, String(key)]
    if (value instanceof Map) return treeOf(value, own)
    if (isArray(value)) return [[own.join('.'), value]]
    throw new TypeError(`a parameter that is not read: ${own.join('.')}`)
  })
}

function tensor([name, value]: [name: string, value: PyObject]): ModelTensor {
  return { name, shape: shapeOf(value), dtype: dtypeOf(value), values: valuesOf(value, name) }
}
