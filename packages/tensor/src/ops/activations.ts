import type { ActivationOp } from '../backend.ts'
import { message, show } from '../errors.ts'
import { toFloating } from '../promote.ts'
import { normalizeAxis } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { castTo, emptyLike } from './apply.ts'
import { unary, where } from './elementwise.ts'

/** The curve of `gelu`: exact by erf, or its approximation by tanh. */
export interface GeluOptions {
  readonly approximate?: 'none' | 'tanh'
}

const fused: ReadonlySet<unknown> = /* @__PURE__ */ new Set<ActivationOp>([
  'relu',
  'sigmoid',
  'tanh',
  'gelu',
  'silu',
  'softplus',
])

/** Throws unless it is undefined or can be applied to sums before they are stored. */
export function checkActivation(where: string, activation: unknown): void {
  if (activation === undefined || fused.has(activation)) return
  throw new RangeError(message(where, `an activation of ${[...fused].join(', ')}, or none`, show(activation)))
}

const floating = (x: Tensor): Tensor => castTo(x, toFloating(x.dtype))

export function leakyRelu(input: Tensor, slope: number): Tensor {
  const x = floating(input)
  return where(x.gt(0), x, x.mul(slope))
}

export function elu(input: Tensor, alpha: number): Tensor {
  const x = floating(input)
  return where(x.gt(0), x, x.expm1().mul(alpha))
}

/**
 * Scale and slope that keep mean 0 and variance 1 (Klambauer et al., 2017, https://arxiv.org/abs/1706.02515).
 */
const seluAlpha = 1.6732632423543772
const seluScale = 1.0507009873554805

export function selu(x: Tensor): Tensor {
  return elu(x, seluAlpha).mul(seluScale)
}

export function gelu(input: Tensor, approximate: unknown): Tensor {
  if (approximate === 'none') return unary('gelu', input)
  if (approximate !== 'tanh') {
    throw new RangeError(message('gelu', "approximate 'none' or 'tanh'", show(approximate)))
  }
  const x = floating(input)
  const inner = x.pow(3).mul_(0.044715).add_(x)
  return inner
    .mul_(Math.sqrt(8 / Math.PI))
    .sigmoid_()
    .mul_(x) // (1 + tanh(u))/2 is sigmoid(2u), which does not cancel
}

export function mish(input: Tensor): Tensor {
  const x = floating(input)
  return x.softplus().tanh().mul(x)
}

export function clamp(x: Tensor, low: number, high: number): Tensor {
  if (typeof low !== 'number' || typeof high !== 'number' || !(low <= high)) {
    throw new RangeError(message('clamp', 'numbers low <= high', `${show(low)} and ${show(high)}`))
  }
  return x.maximum(low).minimum(high)
}

export function softmax(input: Tensor, axis: number): Tensor {
  normalizeAxis('softmax', axis, input.ndim)
  const x = floating(input)
  const out = emptyLike(x, x.shape, x.dtype)
  if (x.size > 0) x.backend.softmax(x.transpose(axis, -1), out.transpose(axis, -1))
  return out
}

export function logSoftmax(input: Tensor, axis: number): Tensor {
  normalizeAxis('logSoftmax', axis, input.ndim)
  const x = floating(input)
  if (x.size === 0) return x.clone()
  const shifted = x.sub(x.max(axis, { keepDims: true }))
  return shifted.sub_(shifted.exp().sum(axis, { keepDims: true }).log_())
}
