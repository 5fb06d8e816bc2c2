import {
  checkOptions,
  message,
  number,
  type OptionNames,
  oneOf,
  show,
  wrongKind,
  wrongValue,
} from '@nn/check'
import type { ActivationOp } from '../backend/kernels.ts'
import { toFloating } from '../dtype/promote.ts'
import { known, unrecorded } from '../operands/interception.ts'
import { normalizeAxis } from '../shape/axes.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo } from './cast.ts'
import { unary, where } from './elementwise.ts'
import { resultLike } from './results.ts'

/** Options of `gelu`. */
export interface GeluOptions {
  /** The curve: exact by erf (`'none'`), or its approximation by tanh. Default `'none'`. */
  readonly approximate?: 'none' | 'tanh'
}

const geluNames: OptionNames<GeluOptions> = { approximate: true }
const curves = ['none', 'tanh'] as const

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
  const wrong = typeof activation === 'string' ? wrongValue : wrongKind
  throw wrong(where, `an activation of ${[...fused].join(', ')}, or none`, activation)
}

/** The tensor as floats. */
const floating = (x: Tensor): Tensor => castTo(x, toFloating(x.dtype))

/** x where x > 0, else slope·x. */
export function leakyRelu(input: Tensor, slope: number): Tensor {
  number('leakyRelu', 'slope', slope)
  const x = floating(input)
  return where(x.gt(0), x, x.mul(slope))
}

/** x where x > 0, else alpha·(eˣ − 1). */
export function elu(input: Tensor, alpha: number): Tensor {
  number('elu', 'alpha', alpha)
  const x = floating(input)
  const isAbove = x.gt(0)
  // Of large x, whose exponential overflows, the gradient would be 0·∞.
  return where(isAbove, x, where(isAbove, 0, x).expm1_().mul_(alpha))
}

/** Slope and scale that keep mean 0 and variance 1 (Klambauer et al., 2017, https://arxiv.org/abs/1706.02515). */
const seluAlpha = 1.6732632423543772
const seluScale = 1.0507009873554805

/** scale·elu(x, slope). */
export function selu(x: Tensor): Tensor {
  return elu(x, seluAlpha).mul(seluScale)
}

/** x·Φ(x), or its approximation by tanh. */
export function gelu(input: Tensor, options?: GeluOptions): Tensor {
  checkOptions('gelu', options, geluNames)
  const { approximate = 'none' } = options ?? {}
  if (oneOf('gelu', 'approximate', approximate, curves) === 'none') return unary('gelu', input)
  const x = floating(input)
  const inner = x.pow(3).mul_(0.044715).add_(x)
  return inner
    .mul_(Math.sqrt(8 / Math.PI))
    .sigmoid_()
    .mul_(x) // (1 + tanh(u))/2 is sigmoid(2u), which does not cancel
}

/** x·tanh(softplus(x)). */
export function mish(input: Tensor): Tensor {
  const x = floating(input)
  return known('mish', x, () => x.softplus().tanh().mul(x))
}

/** x limited to [low, high]. */
export function clamp(x: Tensor, low: number, high: number): Tensor {
  number('clamp', 'low', low)
  number('clamp', 'high', high)
  if (low > high) throw new RangeError(message('clamp', 'low <= high', `${show(low)} and ${show(high)}`))
  return known('clamp', x, () => x.maximum(low).minimum(high), low, high)
}

/** x limited to [−1, 1]; unlike that of `clamp`, its gradient is 0 at the bounds, as in PyTorch. */
export function hardtanh(x: Tensor): Tensor {
  return known('hardtanh', x, () => x.clamp(-1, 1))
}

/** exp(x) / Σ exp(x) along an axis. */
export function softmax(input: Tensor, axis: number): Tensor {
  normalizeAxis('softmax', axis, input.ndim)
  const x = floating(input)
  const out = resultLike(x, x.shape, x.dtype)
  if (x.size > 0) x.backend.softmax(x.transpose(axis, -1), out.transpose(axis, -1))
  return out
}

/** x − ln Σ exp(x) along an axis. */
export function logSoftmax(input: Tensor, axis: number): Tensor {
  normalizeAxis('logSoftmax', axis, input.ndim)
  const x = floating(input)
  if (x.size === 0) return x.clone()
  // The result does not depend on what is subtracted: no gradient goes through it.
  const most = unrecorded(x.backend, () => x.max(axis, { keepDims: true }))
  const shifted = x.sub(most)
  return shifted.sub_(shifted.exp().sum(axis, { keepDims: true }).log_())
}
