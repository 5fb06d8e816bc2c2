import { message } from '@nn/check'
import { toFloating } from '../dtype/promote.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { recorded } from '../operands/interception.ts'
import { castTo } from '../ops/cast.ts'
import { where as choose } from '../ops/elementwise.ts'
import type { Axes, ReduceOptions } from '../ops/reduce.ts'
import { normalizeAxes } from '../shape/axes.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * log Σ eˣ over axes, without overflow.
 *
 * @param axes One, several, or all if left out; negative to count from the end.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axes, or one without elements.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { logsumexp } from '@nn/tensor'
 * logsumexp(cpu.tensor([1000, 1000])).allClose(cpu.tensor(1000 + Math.LN2)) // => true
 * ```
 */
export function logsumexp(x: Tensor, axes?: Axes, options?: ReduceOptions): Tensor {
  checkTensor('logsumexp', x)
  const reduced = normalizeAxes('logsumexp', axes, x.ndim)
  if (reduced.some((axis) => x.shape[axis] === 0)) {
    throw new RangeError(message('logsumexp', 'at least one element to reduce', 'none'))
  }
  const source = castTo(x, toFloating(x.dtype))
  const kept = recorded({
    inputs: [source],
    compute: () => stableSum(source, reduced),
    keep: (out) => [source, out],
    gradient: (g, value = source, out = source) => [g.mul(value.sub(out).exp())],
  })
  // A reduction of nothing has the options' checks and the shape.
  const { shape } = source.max(axes, options)
  return kept.reshape(...shape)
}

function stableSum(x: Tensor, axes: readonly number[]): Tensor {
  const most = x.max(axes, { keepDims: true })
  // Beside an infinite maximum nothing counts, and their difference would be NaN.
  const shift = choose(most.isFinite(), most, 0)
  return x.sub(shift).exp().sum(axes, { keepDims: true }).log().add(shift)
}

/**
 * Σ x over axes, NaN counting as 0.
 *
 * @param axes One, several, or all if left out; negative to count from the end.
 * @throws TypeError unless x is a tensor; RangeError if it has no such axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { nansum } from '@nn/tensor'
 * nansum(cpu.tensor([1, NaN, 2])).item() // => 3
 * ```
 */
export function nansum(x: Tensor, axes?: Axes, options?: ReduceOptions): Tensor {
  checkTensor('nansum', x)
  return choose(x.isNaN(), 0, x).sum(axes, options)
}
