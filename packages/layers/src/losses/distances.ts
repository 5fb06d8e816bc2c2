import { checkOptions, message, type OptionNames, positive, wrongValue } from '@nn/check'
import { where as choose, type Tensor } from '@nn/tensor'
import { checkPair, type LossOptions, reduced, reductionOf } from './reduction.ts'

const PLAIN: OptionNames<LossOptions> = { reduction: true }

/**
 * (x − t)², as PyTorch's `mse_loss`.
 *
 * @param input x, of any shape, floats.
 * @param target t, of the same shape.
 * @throws TypeError unless both are tensors of floats; ShapeError unless they have one shape; RangeError of an unknown reduction.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { meanSquaredError } from '@nn/layers'
 * meanSquaredError(cpu.tensor([1, 2]), cpu.tensor([1, 4])).item() // => 2
 * meanSquaredError(cpu.tensor([1, 2]), cpu.tensor([1, 4]), { reduction: 'none' }).toNested() // => [0, 4]
 * ```
 */
export function meanSquaredError(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkPair('meanSquaredError', input, target)
  checkOptions('meanSquaredError', options, PLAIN)
  const reduction = reductionOf('meanSquaredError', options.reduction)
  return reduced(input.sub(target).square(), reduction)
}

/**
 * |x − t|, as PyTorch's `l1_loss`.
 *
 * @param input x, of any shape, floats.
 * @param target t, of the same shape.
 * @throws TypeError unless both are tensors of floats; ShapeError unless they have one shape; RangeError of an unknown reduction.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { l1 } from '@nn/layers'
 * l1(cpu.tensor([1, 2]), cpu.tensor([1, 4])).item() // => 1
 * ```
 */
export function l1(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkPair('l1', input, target)
  checkOptions('l1', options, PLAIN)
  const reduction = reductionOf('l1', options.reduction)
  return reduced(input.sub(target).abs(), reduction)
}

/** The options of `huber`. */
export interface HuberOptions extends LossOptions {
  /** δ, from where on the loss is a straight line; above 0. Default 1. */
  readonly delta?: number | undefined
}

const HUBER: OptionNames<HuberOptions> = { reduction: true, delta: true }

/**
 * ½(x − t)² where |x − t| ≤ δ, else δ·(|x − t| − ½δ), as PyTorch's `huber_loss`.
 *
 * @param input x, of any shape, floats.
 * @param target t, of the same shape.
 * @throws TypeError unless both are tensors of floats; ShapeError unless they have one shape; RangeError if an option is wrong.
 * @see Huber (1964), https://doi.org/10.1214/aoms/1177703732
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { huber } from '@nn/layers'
 * huber(cpu.tensor([1, 4]), cpu.tensor([0, 0]), { reduction: 'none' }).toNested() // => [0.5, 3.5]
 * ```
 */
export function huber(input: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  checkPair('huber', input, target)
  checkOptions('huber', options, HUBER)
  const delta = positive('huber', 'delta', options.delta ?? 1)
  const reduction = reductionOf('huber', options.reduction)
  const size = input.sub(target).abs()
  const losses = choose(size.le(delta), size.square().mul(0.5), size.sub(0.5 * delta).mul(delta))
  return reduced(losses, reduction)
}

/** The options of `smoothL1`. */
export interface SmoothL1Options extends LossOptions {
  /** β, from where on the loss is a straight line; with 0 it is that of `l1`. Default 1. */
  readonly beta?: number | undefined
}

const SMOOTH: OptionNames<SmoothL1Options> = { reduction: true, beta: true }

/**
 * ½(x − t)²/β where |x − t| < β, else |x − t| − ½β, as PyTorch's `smooth_l1_loss`: `huber` over δ.
 *
 * @param input x, of any shape, floats.
 * @param target t, of the same shape.
 * @throws TypeError unless both are tensors of floats; ShapeError unless they have one shape; RangeError if an option is wrong.
 * @see Girshick (2015), https://arxiv.org/abs/1504.08083
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { smoothL1 } from '@nn/layers'
 * smoothL1(cpu.tensor([1, 4]), cpu.tensor([0, 0]), { reduction: 'none', beta: 2 }).toNested() // => [0.25, 3]
 * ```
 */
export function smoothL1(input: Tensor, target: Tensor, options: SmoothL1Options = {}): Tensor {
  checkPair('smoothL1', input, target)
  checkOptions('smoothL1', options, SMOOTH)
  const { beta = 1 } = options
  const reduction = reductionOf('smoothL1', options.reduction)
  if (beta === 0) return reduced(input.sub(target).abs(), reduction)
  positive('smoothL1', 'beta', beta)
  const size = input.sub(target).abs()
  const losses = choose(size.lt(beta), size.square().mul(0.5 / beta), size.sub(0.5 * beta))
  return reduced(losses, reduction)
}

/** The options of `hingeEmbedding`. */
export interface HingeEmbeddingOptions extends LossOptions {
  /** Default 1. */
  readonly margin?: number | undefined
}

const HINGE: OptionNames<HingeEmbeddingOptions> = { reduction: true, margin: true }

/**
 * x where the target is 1, max(0, margin − x) where it is −1, as PyTorch's `hinge_embedding_loss` of distances x.
 *
 * @param input x, of any shape, floats.
 * @param target 1 or −1, of the same shape.
 * @throws TypeError unless both are tensors of floats; ShapeError unless they have one shape; RangeError of other targets or if an option is
 * wrong.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hingeEmbedding } from '@nn/layers'
 * hingeEmbedding(cpu.tensor([0.5, 0.25]), cpu.tensor([1, -1]), { reduction: 'none' }).toNested() // => [0.5, 0.75]
 * ```
 */
export function hingeEmbedding(input: Tensor, target: Tensor, options: HingeEmbeddingOptions = {}): Tensor {
  const where = 'hingeEmbedding'
  checkPair(where, input, target)
  checkOptions(where, options, HINGE)
  const { margin = 1 } = options
  if (!Number.isFinite(margin)) throw wrongValue(where, 'margin to be a finite number', margin)
  const reduction = reductionOf(where, options.reduction)
  if (!target.abs().eq(1).all().item()) {
    throw new RangeError(message(where, 'targets of 1 and -1', 'others'))
  }
  const apart = input.neg().add(margin).clamp(0, Number.POSITIVE_INFINITY)
  return reduced(choose(target.eq(1), input, apart), reduction)
}
