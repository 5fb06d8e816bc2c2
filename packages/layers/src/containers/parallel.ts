import { concat, type Tensor } from '@nn/tensor'
import { activate, checkLayer, type Layer } from '../activations/activate.ts'
import { checkOptions } from '../check/check-options.ts'
import { choice } from '../check/options.ts'
import { Module } from '../module/module.ts'

/** The options of `Parallel`. */
export interface ParallelOptions {
  /** `'concat'` (default): results one behind the other along an axis; `'sum'`: their sum. */
  readonly merge?: 'concat' | 'sum'
  /** The axis of `'concat'`. Default 1, the channels. */
  readonly axis?: number
}

/**
 * Several layers of one input, their results joined: `[…, k₁ + k₂, …]`, or summed. Names are indices: the
 * first layer's weight has the path `0.weight`.
 *
 * @throws TypeError if a layer is neither module nor function, or an option is of the wrong kind; RangeError
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
    checkOptions('Parallel', options, ['merge', 'axis'])
    if (!Array.isArray(layers)) {
      throw new TypeError(`Parallel: expected an array of layers, got ${String(layers)}`)
    }
    if (layers.length === 0) throw new RangeError('Parallel: expected at least one layer, got none')
    for (const [i, layer] of layers.entries()) checkLayer('Parallel', `layer ${i}`, layer)
    this.layers = Object.freeze([...layers]) as unknown as T
    this.merge = choice('Parallel', 'merge', options.merge ?? 'concat', ['concat', 'sum'])
    this.axis = options.axis ?? 1
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const results = this.layers.map((layer) => activate(() => this.label, layer, x))
    return this.merge === 'sum'
      ? results.slice(1).reduce((sum, y) => sum.add(y), results[0]!)
      : concat(results, this.axis)
  }

  protected override fields(): ReturnType<Module['fields']> {
    return this.layers.flatMap((layer, i) => (layer instanceof Module ? [[`${i}`, layer]] : []))
  }
}
