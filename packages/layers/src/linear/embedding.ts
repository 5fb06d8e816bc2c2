import { type Initializer, type InitLike, type LayerKind, mapped, normal } from '@nn/init'
import { type DType, Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { count } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'

/** The options of `Embedding`. */
export interface EmbeddingOptions {
  /** The row of what is no token, negative to count from the end; it starts as zeros. */
  readonly paddingIndex?: number
  /** Default N(0, 1). */
  readonly weightInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

/**
 * Row `i` of a table for each index i: int32 `[…] → […, units]`, with W `[count, units]`. W starts as N(0,
 * 1), the law of PyTorch's `nn.Embedding`; the row at `paddingIndex` as zeros, whatever `weightInit` is.
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
  readonly weight: Parameter

  constructor(rows: number, units: number, options: EmbeddingOptions = {}) {
    super()
    checkOptions('Embedding', options, ['paddingIndex', 'weightInit', 'dtype'])
    const { paddingIndex, weightInit, dtype = 'float32' } = options
    this.count = count('Embedding', 'count', rows)
    this.units = count('Embedding', 'units', units)
    this.paddingIndex = paddingIndex === undefined ? undefined : rowAt(paddingIndex, rows)
    this.kind = this.paddingIndex === undefined ? 'embedding' : 'paddedEmbedding'
    this.weight = new Parameter({
      shape: [rows, units],
      role: 'weight',
      axes: { in: 0, out: 1, lookup: true },
      dtype,
      init: padded(normal(), this.paddingIndex),
      option: weightInit === undefined ? undefined : padded(weightInit, this.paddingIndex),
    })
    this.parameters()
  }

  override forward(x: Tensor): Tensor {
    const { weight } = this
    if (!(x instanceof Tensor) || x.dtype !== 'int32') {
      const got = x instanceof Tensor ? x.dtype : typeof x
      throw new TypeError(`${this.label}: expected indices of int32, got ${got}; pass x.cast('int32')`)
    }
    if (x.size > 0) {
      const ends = [x.min().item(), x.max().item()] as number[]
      const wrong = ends.find((index) => index < 0 || index >= this.count)
      if (wrong !== undefined) {
        throw new RangeError(`${this.label}: expected indices in [0, ${this.count}), got ${wrong}`)
      }
    }
    this.materialize(x.backend)
    return weight.data.take(x)
  }
}

function rowAt(index: unknown, rows: number): number {
  if (typeof index !== 'number') {
    throw new TypeError(`Embedding: expected paddingIndex to be a number, got ${String(index)}`)
  }
  if (Number.isInteger(index) && index >= -rows && index < rows) return index < 0 ? index + rows : index
  throw new RangeError(`Embedding: expected paddingIndex to be a row in [${-rows}, ${rows}), got ${index}`)
}

/** The initializer with the padding row set to 0. */
function padded(init: InitLike, row: number | undefined): InitLike | Initializer {
  if (row === undefined) return init
  const zeroPadding = (values: Tensor): Tensor => values.clone().set([row], 0)
  return mapped(init, zeroPadding)
}
