import { convolveTransposed, type Tensor, type Windows } from '@nn/tensor'
import { item } from '../tape/item.ts'
import { sizeOf } from '../tape/layout.ts'
import { by, linearly, type Rule } from './formula.ts'

/** A convolution's windows, and the shapes of what it convolves. */
export interface Convolved {
  readonly windows: Windows
  readonly x: readonly number[]
  readonly weight: readonly number[]
}

/** y = W∗x + b. */
export const convolveRule: Rule<'x' | 'weight' | 'bias', never, Convolved> = {
  x: /* @__PURE__ */ by('weight', byInput),
  weight: /* @__PURE__ */ by('x', byWeight),
  bias: /* @__PURE__ */ linearly((g) => g.sum(g.shape.map((_, axis) => axis).filter((axis) => axis !== 1))),
}

/** The transposed convolution of g, cut to where the input was. */
function byInput(g: Tensor, weight: Tensor, { windows, x }: Convolved): Tensor {
  const { before, stride, dilation, groups } = windows
  // One phase of a transposed convolution may have no weights.
  if (weight.size === 0) return g.backend.zeros(x, { dtype: g.dtype })
  const whole = convolveTransposed(g, weight, undefined, { stride, dilation, groups })
  return placed(
    whole,
    before.map((n) => -n),
    x,
  )
}

/**
 * The elements of a tensor at their places along the axes from 2 on, which are `shifts` further in the result, as far as it has them; 0 elsewhere.
 */
function placed(y: Tensor, shifts: readonly number[], shape: readonly number[]): Tensor {
  const spans = shifts.map((shift, i) => {
    const from = Math.max(0, -shift)
    const to = Math.min(item(y.shape, i + 2), item(shape, i + 2) - shift)
    return { from, to: Math.max(from, to), shift }
  })
  const part = y.slice(null, null, ...spans.map(({ from, to }) => [from, to] as const))
  if (part.shape.every((n, axis) => n === shape[axis])) return part
  const out = y.backend.zeros(shape, { dtype: y.dtype })
  const places = spans.map(({ from, to, shift }) => [from + shift, to + shift] as const)
  out.slice(null, null, ...places).copy_(part)
  return out
}

/** Most elements of windows that are laid out at once. */
const CHUNK = 1 << 20

/** `Σ over n, t of g[n, u, t]·x[n, c, t·stride + k·dilation − before]`: products of matrices, some examples at a time. */
function byWeight(g: Tensor, x: Tensor, { windows, weight }: Convolved): Tensor {
  const { groups } = windows
  if (sizeOf(weight) === 0) return g.backend.zeros(weight, { dtype: g.dtype })
  const [units, channels, ...sizes] = weight
  const view = windowsOf(x, windows, sizes, g.shape.slice(2))
  const rank = sizes.length
  const perExample = sizeOf(view.shape.slice(1))
  const n = item(x.shape, 0)
  const some = Math.max(1, Math.floor(CHUNK / Math.max(perExample, 1)))
  const rows = (units ?? 0) / groups
  const columns = (channels ?? 0) * sizeOf(sizes)
  const out = g.backend.zeros([groups, rows, columns], { dtype: g.dtype })
  for (let i = 0; i < n; i += some) {
    const range = [i, Math.min(i + some, n)] as const
    // [n, groups, units, …t] → [groups, units, n·…t], and [n, groups, channels, …t, …k] → [groups, n·…t, channels·…k].
    const gs = grouped(g.slice(range), groups)
    const left = gs.permute(1, 2, 0, ...axesFrom(3, rank)).reshape(groups, rows, -1)
    const xs = grouped(view.slice(range), groups)
    const right = xs
      .permute(1, 0, ...axesFrom(3, rank), 2, ...axesFrom(3 + rank, rank))
      .reshape(groups, -1, columns)
    out.add_(left.matmul(right))
  }
  return out.reshape(...weight)
}

/** `[n, groups·channels, …]` as `[n, groups, channels, …]`. */
function grouped(x: Tensor, groups: number): Tensor {
  const [n, channels, ...rest] = x.shape
  return x.reshape(n ?? 0, groups, (channels ?? 0) / groups, ...rest)
}

/** `count` axes from `first` on. */
function axesFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

/** The windows of an input, 0 around it, as new axes: `[n, channels, …lengths] → [n, channels, …counts, …sizes]`. */
function windowsOf(
  x: Tensor,
  { before, stride, dilation }: Windows,
  sizes: readonly number[],
  counts: readonly number[],
): Tensor {
  const lengths = sizes.map(
    (size, i) => (item(counts, i) - 1) * item(stride, i) + (size - 1) * item(dilation, i) + 1,
  )
  const reached = placed(x, before, [...x.shape.slice(0, 2), ...lengths.map((length) => Math.max(length, 0))])
  return sizes.reduce(
    (view, size, i) => view.unfold(i + 2, size, { step: item(stride, i), dilation: item(dilation, i) }),
    reached,
  )
}
