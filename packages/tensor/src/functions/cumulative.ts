import { recorded } from '../operands/interception.ts'
import { contiguousData } from '../ops/cast.ts'
import { where as choose } from '../ops/elementwise.ts'
import { emptyLike } from '../ops/results.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { checkNumbers, forLines, type Lines, linesOf } from './along.ts'
import { flip } from './flip.ts'

/**
 * Sums of all elements up to each along an axis, `[…] → […]`; in double precision, rounded once to the dtype. int32 wraps modulo 2³².
 *
 * @param axis Negative to count from the end.
 * @throws TypeError unless x is a tensor of numbers; RangeError if it has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { cumsum } from '@nn/tensor'
 * cumsum(cpu.tensor([[1, 2, 3], [4, 5, 6]]), 1).toNested() // => [[1, 3, 6], [4, 9, 15]]
 * ```
 */
export function cumsum(x: Tensor, axis: number): Tensor {
  const lines = linesOf('cumsum', x, axis)
  checkNumbers('cumsum', x)
  return recorded({
    inputs: [x],
    compute: () => running(x, lines, 0, (sum, value) => sum + value),
    gradient: (g) => [flip(cumsum(flip(g, lines.axis), lines.axis), lines.axis)],
  })
}

/**
 * Products of all elements up to each along an axis, `[…] → […]`; in double precision, rounded once to the dtype. Gradients do not divide, so that
 * zeros have theirs; they take the square of the axis's length.
 *
 * @param axis Negative to count from the end.
 * @throws TypeError unless x is a tensor of numbers; RangeError if it has no such axis.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { cumprod } from '@nn/tensor'
 * cumprod(cpu.tensor([2, 3, 4]), 0).toNested() // => [2, 6, 24]
 * ```
 */
export function cumprod(x: Tensor, axis: number): Tensor {
  const lines = linesOf('cumprod', x, axis)
  checkNumbers('cumprod', x)
  return recorded({
    inputs: [x],
    compute: () =>
      running(x, lines, 1, x.dtype === 'int32' ? Math.imul : (product, value) => product * value),
    keep: () => [x],
    gradient: (g, kept = x) => [cumprodGradient(g, kept, lines)],
  })
}

function running(
  x: Tensor,
  lines: Lines,
  first: number,
  step: (before: number, value: number) => number,
): Tensor {
  const out = emptyLike(x, x.shape, x.dtype)
  const [from, to] = [contiguousData(x), out.data]
  forLines(lines, (start) => {
    let value = first
    for (let i = 0, at = start; i < lines.length; i++, at += lines.inner) {
      value = step(value, from[at] ?? 0)
      to[at] = value
    }
  })
  return out
}

/** Σ over j ≥ i of gⱼ·Π over k ≤ j, k ≠ i of xₖ: products in which the i-th factor is 1, and 0 before it. */
function cumprodGradient(g: Tensor, x: Tensor, { axis, length }: Lines): Tensor {
  const [factors, slopes] = [x, g].map((tensor) => tensor.permute(...moved(x.ndim, axis)))
  if (factors === undefined || slopes === undefined) return g
  const places = x.backend.arange(length)
  const isOwn = places.unsqueeze(1).eq(places)
  const products = cumprod(choose(isOwn, 1, factors.unsqueeze(-2)), -1)
  const counted = choose(places.ge(places.unsqueeze(1)), products.mul(slopes.unsqueeze(-2)), 0)
  return counted.sum(-1).permute(...moved(x.ndim, axis))
}

/** Axes with one that changes places with the last. */
function moved(ndim: number, axis: number): number[] {
  const axes = Array.from({ length: ndim }, (_, i) => i)
  axes[axis] = ndim - 1
  axes[ndim - 1] = axis
  return axes
}
