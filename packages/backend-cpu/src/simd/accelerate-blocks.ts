import type { Kernels, ReduceKernel, Strided, UnaryKernel } from '@nn/tensor'
import { planMove } from '../kernels/move.ts'
import { planWalk } from '../kernels/walk.ts'
import { type Folding, type FoldName, fold, momentsOf, wayOf } from './blocks/reduce.ts'
import { softmax, softmaxDown, TALLEST } from './blocks/softmax.ts'
import { standardize } from './blocks/standardize.ts'
import { isTranspose, transposeSimd } from './blocks/transpose.ts'
import type { Engine } from './engine/engine.ts'
import { isSingle, type Least, sizeOf } from './engine/least.ts'

/** How the engine folds the last axes of x into `outs`, or null where that is not worth it. */
function folding(
  engine: () => Engine | null,
  { elements, row }: Least,
  x: Strided,
  axes: number,
  outs: readonly Strided[],
): Folding | null {
  if (!isSingle(x) || sizeOf(x.shape) < elements) return null
  const kept = x.shape.length - axes
  const outer = planWalk([x, ...outs], 0, kept)
  const inner = planWalk([x], kept)
  const way = wayOf(outer, inner, row)
  const chosen = way === undefined ? null : engine()
  return chosen && { blocks: chosen.blocks(), way: way!, outer, inner }
}

/** A reduction that takes the engine where elements to be folded, or results, lie together. */
export function reduction(
  plain: ReduceKernel,
  name: FoldName,
  engine: () => Engine | null,
  least: Least,
): ReduceKernel {
  return (x, axes, out) => {
    const found = folding(engine, least, x, axes, [out])
    if (found === null) plain(x, axes, out)
    else fold(found, name, x, out)
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

/** Moments and `standardize` that take the engine where elements, or results, lie together. */
export function normalisation(
  plain: Kernels,
  engine: () => Engine | null,
  least: Least,
): Pick<Kernels, 'moments' | 'standardize'> {
  return {
    moments: (x, axes, mean, squares) => {
      const found = folding(engine, least, x, axes, [mean, squares])
      if (found === null) plain.moments(x, axes, mean, squares)
      else momentsOf(found, x, mean, squares)
    },
    standardize: (...operands) => {
      const [x] = operands
      const chosen = isSingle(x) && sizeOf(x.shape) >= least.elements ? engine() : null
      if (chosen === null) plain.standardize(...operands)
      else standardize(chosen.blocks(), planWalk(operands), operands)
    },
  }
}

/** Softmax that takes the engine along rows that are long, or down columns that are many. */
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
