import { checkOptions, message, type OptionNames, positive } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { where as choose } from '../ops/elementwise.ts'
import { normalizeAxis } from '../shape/axes.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** The options of `normalize`. */
export interface NormalizeOptions {
  /** Negative to count from the end. Default 1, or 0 of a tensor of one axis. */
  readonly axis?: number | undefined
  /** The p of the norm, above 0. Default 2. */
  readonly p?: number | undefined
  /** The least divisor. Default 1e-12. */
  readonly eps?: number | undefined
}

const NORMALIZE: OptionNames<NormalizeOptions> = { axis: true, p: true, eps: true }

/**
 * x/max(‖x‖ₚ, ε) along an axis, `[…] → […]`, as PyTorch's `normalize`.
 *
 * @throws TypeError unless x is a tensor of floats; RangeError if it has no such axis or an option is wrong.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { normalize } from '@nn/tensor'
 * normalize(cpu.tensor([[3, 4]])).allClose(cpu.tensor([[0.6, 0.8]])) // => true
 * ```
 */
export function normalize(x: Tensor, options: NormalizeOptions = {}): Tensor {
  checkFloats('normalize', x)
  checkOptions('normalize', options, NORMALIZE)
  const { axis = Math.min(1, x.ndim - 1), p = 2, eps = 1e-12 } = options
  const at = normalizeAxis('normalize', axis, x.ndim)
  const least = positive('normalize', 'eps', eps)
  return x.div(
    atLeast(normOf(x, at, p === Number.POSITIVE_INFINITY ? p : positive('normalize', 'p', p)), least),
  )
}

/** The options of `cosineSimilarity`. */
export interface CosineSimilarityOptions {
  /** Negative to count from the end. Default 1, or 0 of tensors of one axis. */
  readonly axis?: number | undefined
  /** The least length of a vector. Default 1e-8. */
  readonly eps?: number | undefined
}

const COSINE: OptionNames<CosineSimilarityOptions> = { axis: true, eps: true }

/**
 * The cosine of the angle between vectors along an axis, `[…, n, …] → […, …]`: a·b/(max(‖a‖, ε)·max(‖b‖, ε)), as PyTorch's `cosine_similarity`.
 *
 * @throws TypeError unless both are tensors of floats; RangeError if they have no such axis or an option is wrong; ShapeError if their shapes do not
 * broadcast.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { cosineSimilarity } from '@nn/tensor'
 * cosineSimilarity(cpu.tensor([[1, 0]]), cpu.tensor([[1, 1]])).allClose(cpu.tensor([Math.SQRT1_2])) // => true
 * ```
 */
export function cosineSimilarity(a: Tensor, b: Tensor, options: CosineSimilarityOptions = {}): Tensor {
  checkFloats('cosineSimilarity', a)
  checkFloats('cosineSimilarity', b)
  checkOptions('cosineSimilarity', options, COSINE)
  const { axis = Math.min(1, Math.max(a.ndim, b.ndim) - 1), eps = 1e-8 } = options
  const least = positive('cosineSimilarity', 'eps', eps)
  const both = a.mul(b)
  const at = normalizeAxis('cosineSimilarity', axis, both.ndim)
  const lengthOf = (x: Tensor): Tensor => atLeast(normOf(x.expand(...both.shape), at, 2), least)
  return both.div(lengthOf(a)).div(lengthOf(b)).sum(at)
}

function normOf(x: Tensor, axis: number, p: number): Tensor {
  if (p === 1 || p === 2 || p === Number.POSITIVE_INFINITY) return x.norm(axis, { ord: p, keepDims: true })
  return x
    .abs()
    .pow(p)
    .sum(axis, { keepDims: true })
    .pow(1 / p)
}

/** The greater of a length and a number; at the number all of the gradient passes, as of PyTorch's clamp. */
function atLeast(length: Tensor, least: number): Tensor {
  return choose(length.ge(least), length, least)
}

function checkFloats(where: string, x: Tensor): void {
  checkTensor(where, x)
  if (x.dtype === 'float32' || x.dtype === 'float64') return
  throw new TypeError(message(where, 'tensors of floats', x.dtype, 'cast them first'))
}
