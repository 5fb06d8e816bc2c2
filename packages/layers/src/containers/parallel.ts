import { checkOptions, integer, message, type OptionNames, oneOf, show } from '@nn/check'
import { concat, type Tensor } from '@nn/tensor'
import { activate, type Layer } from '../activations/activate.ts'
import { Module } from '../module/module.ts'
import { adopt } from '../tree/walk.ts'
import { checkLayers, frozen, modulesOf } from './parts.ts'

/** The options of `Parallel`. */
export interface ParallelOptions {
  /** `'concat'` (default): results one behind the other along an axis; `'sum'`: their sum. */
  readonly merge?: 'concat' | 'sum' | undefined
  /** The axis of `'concat'`. Default 1, the channels. */
  readonly axis?: number | undefined
}

const NAMES: OptionNames<ParallelOptions> = { merge: true, axis: true }

/**
 * Several layers of one input, their results joined: `[…, k₁ + k₂, …]`, or summed. Names are indices: the
 * first layer's weight has the path `0.weight`.
 *
 * @throws TypeError if a layer is neither a module nor a function, or an option is of the wrong kind; RangeError
 * without any layer.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Parallel, relu, Tanh } from '@nn/layers'
 * new Parallel([relu, new Tanh()]).forward(cpu.tensor([[0, 2]])).shape // => [1, 4]
 * new Parallel([relu, relu], { merge: 'sum' }).forward(cpu.tensor([[-1, 2]])).toNested() // => [[0, 4]]
 * ```
 */
export class Parallel<const T extends readonly Layer[]> extends Module {
  readonly layers: T
  readonly merge: 'concat' | 'sum'
  readonly axis: number

  constructor(layers: T, options: ParallelOptions = {}) {
    super()
    checkOptions('Parallel', options, NAMES)
    const { merge = 'concat', axis = 1 } = options
    if (!Array.isArray(layers)) throw new TypeError(message('Parallel', 'an array of layers', show(layers)))
    if (layers.length === 0) throw new RangeError(message('Parallel', 'at least one layer', 'none'))
    checkLayers('Parallel', layers)
    this.layers = frozen(layers)
    this.merge = oneOf('Parallel', 'merge', merge, ['concat', 'sum'])
    this.axis = integer('Parallel', 'axis', axis)
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const results = this.layers.map((layer) => activate(this, layer, x))
    return this.merge === 'concat' ? concat(results, this.axis) : results.reduce((sum, y) => sum.add(y))
  }

  override fields(): ReturnType<Module['fields']> {
    return modulesOf(this.layers)
  }
}
