import { checkOptions, integer, message, type OptionNames, show } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import { normal } from '@nn/init/layer'
import { type DType, isTensor, mapGradient, type Tensor, where } from '@nn/tensor'
import { dtypeOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { adopt } from '../tree/walk.ts'
import { paddingRow } from './padding-row.ts'

/** The options of `Embedding`. */
export interface EmbeddingOptions {
  /** The row of what is no token, negative to count from the end; it starts as zeros. */
  readonly paddingIndex?: number | undefined
  /** Initializer of the weight. Default N(0, 1). */
  readonly weightInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<EmbeddingOptions> = { paddingIndex: true, weightInit: true, dtype: true }

/**
 * Row `i` of a table for each index i: int32 `[…] → […, units]`, with W `[count, units]`. W starts as N(0,
 * 1), the law of PyTorch's `nn.Embedding`; the row at `paddingIndex` as zeros, whatever initializer fills the others.
 *
 * @param count Number of rows.
 * @throws TypeError or RangeError if count, units or paddingIndex are no integers of their range; forward
 * throws a TypeError for other than int32 and a RangeError for indices outside [0, count).
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant } from '@nn/init'
 * import { Embedding } from '@nn/layers'
 * const embedding = new Embedding(3, 2, { paddingIndex: 0, weightInit: constant([[1, 2], [3, 4], [5, 6]]) })
 * embedding.initialize()
 * embedding.forward(cpu.tensor([2, 0], { dtype: 'int32' })).toNested() // => [[5, 6], [0, 0]]
 * embedding.forward(cpu.tensor([3], { dtype: 'int32' })) // throws /Embedding: expected indices in \[0, 3\), got 3/
 * ```
 */
export class Embedding extends Module {
  override readonly kind: LayerKind
  readonly count: number
  readonly units: number
  /** The padding row, counted from the start. */
  readonly paddingIndex: number | undefined
  /** `[count, units]` */
  weight: Parameter

  constructor(rows: number, units: number, options: EmbeddingOptions = {}) {
    super()
    checkOptions('Embedding', options, NAMES)
    const { paddingIndex, weightInit } = options
    const dtype = dtypeOf('Embedding', options.dtype)
    this.count = integer('Embedding', 'count', rows, 0)
    this.units = integer('Embedding', 'units', units, 0)
    this.paddingIndex = paddingIndex === undefined ? undefined : paddingRow(paddingIndex, rows)
    this.kind = this.paddingIndex === undefined ? 'embedding' : 'paddedEmbedding'
    this.weight = new Parameter({
      shape: [rows, units],
      role: 'weight',
      axes: { in: 0, out: 1, lookup: true },
      dtype,
      paddingIndex: this.paddingIndex,
      init: normal(),
      option: weightInit,
    })
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const { weight } = this
    if (!isTensor(x) || x.dtype !== 'int32') {
      const got = isTensor(x) ? x.dtype : show(x)
      throw new TypeError(message(this.label, 'indices of int32', got, "pass x.cast('int32')"))
    }
    if (x.size > 0) {
      const ends = [Number(x.min().item()), Number(x.max().item())]
      const wrong = ends.find((index) => index < 0 || index >= this.count)
      if (wrong !== undefined) {
        throw new RangeError(message(this.label, `indices in [0, ${this.count})`, String(wrong)))
      }
    }
    this.materialize(x.backend)
    const rows = weight.data.take(x)
    const { paddingIndex } = this
    if (paddingIndex === undefined) return rows
    const isToken = (indices: Tensor): Tensor => indices.ne(paddingIndex).unsqueeze(-1)
    return mapGradient(rows, (g, indices) => where(isToken(indices), g, 0), x)
  }
}
