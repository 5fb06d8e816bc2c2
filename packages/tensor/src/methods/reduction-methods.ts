import type { Axes, NormOptions, ReduceOptions, VarianceOptions } from '../ops/reduce.ts'
import * as reductions from '../ops/reduce.ts'
import type { Tensor } from '../tensor.ts'
import { ActivationMethods } from './activation-methods.ts'

/** The methods of a tensor that reduce axes, all of them if none are given. */
export abstract class ReductionMethods extends ActivationMethods {
  /** Σ x, summed in double precision; 0 of nothing. */
  sum(this: Tensor, axes?: Axes, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.sum('sum', this, axes, keepDims)
  }

  /** Π x; 1 of nothing. */
  prod(this: Tensor, axes?: Axes, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.sum('prod', this, axes, keepDims)
  }

  /** Σ x / n; NaN of nothing. */
  mean(this: Tensor, axes?: Axes, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.mean(this, axes, keepDims)
  }

  /** The least element; NaN if there is one. */
  min(this: Tensor, axes?: Axes, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.extremum('min', this, axes, keepDims)
  }

  /** The greatest element; NaN if there is one. */
  max(this: Tensor, axes?: Axes, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.extremum('max', this, axes, keepDims)
  }

  /** Whether an element is other than 0. */
  any(this: Tensor, axes?: Axes, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.truth('any', this, axes, keepDims)
  }

  /** Whether every element is other than 0. */
  all(this: Tensor, axes?: Axes, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.truth('all', this, axes, keepDims)
  }

  /** Σ (x − mean)² / (n − correction); NaN if the divisor is not positive. */
  var(this: Tensor, axes?: Axes, options: VarianceOptions = {}): Tensor {
    return reductions.variance(this, axes, options)
  }

  /** √var. */
  std(this: Tensor, axes?: Axes, options: VarianceOptions = {}): Tensor {
    return reductions.deviation(this, axes, options)
  }

  /** Σ|x| for ord 1, √Σx² for ord 2 (the default), max|x| for Infinity. */
  norm(this: Tensor, axes?: Axes, options: NormOptions = {}): Tensor {
    return reductions.norm(this, axes, options)
  }

  /** The index of the first greatest element (or NaN) along `axis`, or into the flattened tensor. */
  argmax(this: Tensor, axis?: number, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.argReduce('argmax', this, axis, keepDims)
  }

  /** The index of the first least element (or NaN) along `axis`, or into the flattened tensor. */
  argmin(this: Tensor, axis?: number, { keepDims = false }: ReduceOptions = {}): Tensor {
    return reductions.argReduce('argmin', this, axis, keepDims)
  }
}
