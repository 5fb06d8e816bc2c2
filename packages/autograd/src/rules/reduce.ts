import { type ReduceOp, type Tensor, where } from '@nn/tensor'
import { item } from '../tape/item.ts'
import { sizeOf } from '../tape/layout.ts'
import { by, byBoth, linearly, type Rule } from './formula.ts'

/** What was reduced: the operand's shape, and how many of its last axes. */
export interface Reduced {
  readonly shape: readonly number[]
  readonly axes: number
}

/** How many elements were reduced to one. */
function countOf({ shape, axes }: Reduced): number {
  return sizeOf(shape.slice(shape.length - axes))
}

/** A result repeated along the axes that were reduced. */
export function spread(y: Tensor, { shape, axes }: Reduced): Tensor {
  const ones = y.ndim === 0 ? y : y.reshape(...y.shape, ...new Array<number>(axes).fill(1))
  return ones.expand(...shape)
}

/** Shared evenly by all that are equal, as in PyTorch's `amax` and in JAX; by all NaN, if there are some. */
const extremum: Rule<'x', Reduced> = {
  x: /* @__PURE__ */ byBoth(['x', 'out'], (g, x, y, reduced) => {
    const isChosen = x.eq(spread(y, reduced)).logicalOr(x.isNaN())
    const last = Array.from({ length: reduced.axes }, (_, i) => i - reduced.axes)
    return where(isChosen, spread(g.div(isChosen.sum(last)).cast(g.dtype), reduced), 0)
  }),
}

/** y = f(x along its last axes). */
export const reduceRules: Readonly<Record<ReduceOp, Rule<'x', Reduced>>> = {
  sum: { x: /* @__PURE__ */ linearly(spread) },
  mean: { x: /* @__PURE__ */ linearly((g, reduced) => spread(g.div(countOf(reduced)), reduced)) },
  sumSquares: {
    x: /* @__PURE__ */ by('x', (g, x, reduced) => x.mul(spread(g.cast(x.dtype), reduced)).mul_(2)),
  },
  prod: { x: /* @__PURE__ */ by('x', (g, x, reduced) => spread(g, reduced).mul(others(x, reduced.axes))) },
  max: extremum,
  min: extremum,
  any: { x: null },
  all: { x: null },
}

/** The product of all others along the last axes, without a division, so that zeros are no exception. */
function others(x: Tensor, axes: number): Tensor {
  const kept = x.shape.slice(0, x.ndim - axes)
  const rows = x.reshape(...kept, -1)
  const n = item(rows.shape, kept.length)
  const all = new Array<null>(kept.length).fill(null)
  const out = rows.backend.ones(rows.shape, { dtype: x.dtype })
  const before = x.backend.ones(kept, { dtype: x.dtype })
  const after = x.backend.ones(kept, { dtype: x.dtype })
  for (let i = 0; i < n; i++) {
    const j = n - 1 - i
    out.slice(...all, i).mul_(before)
    before.mul_(rows.slice(...all, i))
    out.slice(...all, j).mul_(after)
    after.mul_(rows.slice(...all, j))
  }
  return out.reshape(...x.shape)
}

/** (g − Σ g·y)·y along the last axis. */
export const softmaxRule: Rule<'x'> = {
  x: /* @__PURE__ */ by('out', (g, y) => g.sub(g.mul(y).sum(-1, { keepDims: true })).mul_(y)),
}
