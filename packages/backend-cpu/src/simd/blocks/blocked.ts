import type { Kernels, ReduceKernel, Strided, UnaryKernel } from '@nn/tensor'
import { planMove } from '../../kernels/move.ts'
import { planWalk } from '../../kernels/walk.ts'
import type { Engine } from '../engine.ts'
import { isSingle, type Least, sizeOf } from '../least.ts'
import { type FoldName, fold, momentsOf, wayOf } from './reduce.ts'
import { softmax, softmaxDown, TALLEST } from './softmax.ts'
import { standardize } from './standardize.ts'
import { isTranspose, transposeSimd } from './transpose.ts'

/** A reduction that takes the engine where elements to be folded, or results, lie together. */
export function reduction(
  plain: ReduceKernel,
  name: FoldName,
  engine: () => Engine | null,
  { elements, row }: Least,
): ReduceKernel {
  return (x, axes, out) => {
    if (isSingle(x) && sizeOf(x.shape) >= elements) {
      const kept = x.shape.length - axes
      const outer = planWalk([x, out], 0, kept)
      const inner = planWalk([x], kept)
      const way = wayOf(outer, inner, row)
      const chosen = way === undefined ? null : engine()
      if (chosen !== null) {
        fold(chosen.blocks(), name, way, x, outer, inner, out)
        return
      }
    }
    plain(x, axes, out)
  }
}

/** A copy that takes the engine to transpose large matrices. */
export function transposing(
  plain: UnaryKernel,
  engine: () => Engine | null,
  { elements, row }: Least,
): UnaryKernel {
  return (x, out) => {
    if (out.data.length >= 16 * elements && isSingle(x) && isSingle(out)) {
      const plan = planMove(x, out)
      const chosen = isTranspose(plan, row / 2, 16 * elements) ? engine() : null
      if (chosen !== null) {
        transposeSimd(chosen.blocks(), x, out, plan)
        return
      }
    }
    plain(x, out)
  }
}

/** Moments and `standardize`, likewise. */
export function normalisation(
  plain: Kernels,
  engine: () => Engine | null,
  { elements, row }: Least,
): Pick<Kernels, 'moments' | 'standardize'> {
  const pays = (x: Strided): boolean => isSingle(x) && sizeOf(x.shape) >= elements
  return {
    moments: (x, axes, mean, squares) => {
      if (pays(x)) {
        const kept = x.shape.length - axes
        const outer = planWalk([x, mean, squares], 0, kept)
        const inner = planWalk([x], kept)
        const way = wayOf(outer, inner, row)
        const chosen = way === undefined ? null : engine()
        if (chosen !== null) {
          momentsOf(chosen.blocks(), way, x, outer, inner, mean, squares)
          return
        }
      }
      plain.moments(x, axes, mean, squares)
    },
    standardize: (...operands) => {
      const chosen = pays(operands[0]) ? engine() : null
      if (chosen === null) plain.standardize(...operands)
      else standardize(chosen.blocks(), planWalk(operands), operands)
    },
  }
}

/** Softmax along rows that are long, or down columns that are many. */
export function softmaxOf(
  plain: UnaryKernel,
  engine: () => Engine | null,
  { elements, row }: Least,
): UnaryKernel {
  return (x, out) => {
    const last = x.shape.length - 1
    const size = sizeOf(x.shape)
    const count = x.shape[last]!
    const isLong = count >= row && out.strides[last] === 1
    const pays = isLong || (count <= TALLEST && size >= 8 * count)
    const chosen = pays && isSingle(x) && size >= elements ? engine() : null
    if (chosen === null) plain(x, out)
    else if (isLong) softmax(chosen, x, out)
    else softmaxDown(chosen, x, out)
  }
}
