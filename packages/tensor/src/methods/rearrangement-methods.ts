import * as rearrange from '../ops/rearrange.ts'
import type { Tensor } from '../tensor.ts'
import { ReductionMethods } from './reduction-methods.ts'

/** The methods of a tensor that put its elements elsewhere. */
export abstract class RearrangementMethods extends ReductionMethods {
  /**
   * The read-only view of the windows of `size` elements along `axis`, which become a new last axis:
   * `[…, n, …] → […, ⌊(n − dilation·(size − 1) − 1)/step⌋ + 1, …, size]`.
   */
  unfold(this: Tensor, axis: number, size: number, options: rearrange.UnfoldOptions = {}): Tensor {
    return rearrange.unfold(this, axis, size, options)
  }

  /** A copy with `value` around it: `widths` holds `[before, after]` for each of the last axes. */
  pad(this: Tensor, widths: readonly rearrange.PadWidths[], value: number = 0): Tensor {
    return rearrange.pad(this, widths, value)
  }

  /** The rows at int32 `indices` in [0, n): `[n, …] → [...indices.shape, …]`. */
  take(this: Tensor, indices: Tensor): Tensor {
    return rearrange.take(this, indices)
  }
}
