import { convolveTransposed, type Tensor, type Windows } from '@nn/tensor'
import { item } from '../tape/item.ts'
import { isAlike, sizeOf } from '../tape/layout.ts'
import { by, linearly, type Rule } from './formula.ts'

/** A convolution's windows, and the shapes of what it convolves. */
export interface Convolved {
  readonly windows: Windows
  readonly x: readonly number[]
  readonly weight: readonly number[]
}

/** y = W∗x + b. */
export const convolveRule: Rule<'x' | 'weight' | 'bias', Convolved> = {
  x: /* @__PURE__ */ by('weight', byInput),
  weight: /* @__PURE__ */ by('x', byWeight),
  bias: /* @__PURE__ */ linearly((g) => g.sum(g.shape.map((_, axis) => axis).filter((axis) => axis !== 1))),
}

/** The transposed convolution of g, as far as there was input. */
function byInput(g: Tensor, weight: Tensor, { windows, x }: Convolved): Tensor {
  const { before, stride, dilation, groups } = windows
  // One phase of a transposed convolution may have no weights.
  if (weight.size === 0) return g.backend.zeros(x, { dtype: g.dtype })
  const padding = before.map((n) => Math.max(n, 0))
  const outputPadding = before.map((_, i) => {
    const reach = (item(weight.shape, i + 2) - 1) * item(dilation, i) + 1
    const reached = (item(g.shape, i + 2) - 1) * item(stride, i) + reach - 2 * item(padding, i)
    return Math.max(item(x, i + 2) - reached, 0)
  })
  const options = { stride, dilation, groups, padding, outputPadding }
  const cut = convolveTransposed(g, weight, undefined, options)
  // What is still to be cut: more behind the input than before it, or input that the first window does not reach.
  const shifts = before.map((n) => Math.max(-n, 0))
  return placed(cut, shifts, x)
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
  if (isAlike(part, { shape })) return part
  const out = y.backend.zeros(shape, { dtype: y.dtype })
  const places = spans.map(({ from, to, shift }) => [from + shift, to + shift] as const)
  out.slice(null, null, ...places).copy_(part)
  return out
}

/** Most elements of the result, of all examples, that are the terms of one sum. */
const TERMS = 1 << 14

/**
 * `Σ over n, t of g[n, u, t]·x[n, c, t·stride + k·dilation − before]`: a convolution of the channels of x, whose examples stand for
 * channels and whose filters are the units of g, with stride and dilation exchanged; so many terms at a time as backends take well.
 */
function byWeight(g: Tensor, x: Tensor, { windows, weight }: Convolved): Tensor {
  const { before, stride, dilation, groups } = windows
  const [units, channels] = [item(weight, 0) / groups, item(weight, 1)]
  const total = g.backend.zeros(weight, { dtype: g.dtype })
  if (total.size === 0) return total
  const blocks = blocksOf(g.shape.toSpliced(1, 1), TERMS)
  for (const [i, [examples, ...places]] of blocks.entries()) {
    const sums = i === 0 ? total : g.backend.zeros(weight, { dtype: g.dtype })
    const first = places.map(([from], axis) => item(before, axis) - from * item(stride, axis))
    const exchanged = { before: first, stride: dilation, dilation: stride, groups: 1 }
    for (let group = 0; group < groups; group++) {
      const ofGroup = [group * units, (group + 1) * units] as const
      const input = x.slice(examples, [group * channels, (group + 1) * channels]).transpose(0, 1)
      const filters = g.slice(examples, ofGroup, ...places).transpose(0, 1)
      const out = sums.slice(ofGroup).transpose(0, 1)
      g.backend.convolve(input, filters, undefined, undefined, exchanged, out)
    }
    if (i > 0) total.add_(sums)
  }
  return total
}

type Range = readonly [from: number, to: number]

/** A shape cut into blocks of at most `most` elements, the last axes whole where they fit. */
function blocksOf(shape: readonly number[], most: number): [Range, ...Range[]][] {
  const [n = 1, ...rest] = shape
  const inner = rest.length === 0 ? [] : blocksOf(rest, most)
  const largest = inner.reduce((size, block) => Math.max(size, sizeOf(block.map(([a, b]) => b - a))), 1)
  const step = Math.max(1, Math.floor(most / largest))
  return Array.from(
    { length: Math.ceil(n / step) },
    (_, i): Range => [i * step, Math.min((i + 1) * step, n)],
  ).flatMap((range) =>
    rest.length === 0 ? [[range]] : inner.map((block): [Range, ...Range[]] => [range, ...block]),
  )
}
