import { checkOptions, flag, message, type OptionNames, oneOf, positive } from '@nn/check'
import { where as choose, type Tensor, withGradient } from '@nn/tensor'
import {
  checkFloats,
  checkPair,
  type LossOptions,
  type Reduction,
  reduced,
  reductionOf,
} from './reduction.ts'

/** The options of `binaryCrossEntropy`. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** Factors of the losses, which broadcast to them. */
  readonly weight?: Tensor | undefined
}

const BINARY: OptionNames<BinaryCrossEntropyOptions> = { reduction: true, weight: true }

/**
 * −(t·log p + (1 − t)·log(1 − p)), as PyTorch's `binary_cross_entropy`, whose logarithms are at least −100. Of logits
 * `binaryCrossEntropyWithLogits` is more exact.
 *
 * @param input Probabilities p, of any shape, floats of [0, 1].
 * @param target t, of the same shape, mostly 0 or 1.
 * @throws TypeError unless they are tensors of floats; ShapeError unless they have one shape; RangeError of a p outside [0, 1], or if an option is
 * wrong.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { binaryCrossEntropy } from '@nn/layers'
 * const loss = binaryCrossEntropy(cpu.tensor([0.5, 0.5]), cpu.tensor([1, 0]))
 * loss.allClose(cpu.tensor(Math.LN2)) // => true
 * ```
 */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  const where = 'binaryCrossEntropy'
  checkPair(where, input, target)
  checkOptions(where, options, BINARY)
  const reduction = reductionOf(where, options.reduction)
  if (input.lt(0).logicalOr(input.gt(1)).any().item()) {
    const cure = 'pass them through sigmoid, or take binaryCrossEntropyWithLogits'
    throw new RangeError(message(where, 'probabilities in [0, 1]', 'others', cure))
  }
  const losses = withGradient({
    inputs: [input, target],
    compute: () => {
      const [yes, no] = logarithms(input)
      return target.mul(yes).add(target.neg().add(1).mul(no)).neg()
    },
    keep: () => [input, target],
    gradient: (g, p = input, t = target) => {
      const [yes, no] = logarithms(p)
      const spread = p.mul(p.neg().add(1)).maximum(1e-12)
      return [g.mul(p.sub(t)).div(spread), g.mul(no.sub(yes))]
    },
    isNew: true,
  })
  return reduced(weighted(where, losses, options.weight), reduction)
}

/** log p and log(1 − p), at least −100. */
function logarithms(p: Tensor): readonly [yes: Tensor, no: Tensor] {
  return [p.log().maximum(-100), p.neg().log1p().maximum(-100)]
}

/** Losses times their factors. */
function weighted(where: string, losses: Tensor, weight: Tensor | undefined): Tensor {
  if (weight === undefined) return losses
  checkFloats(where, 'weight', weight)
  return losses.mul(weight)
}

/** The options of `binaryCrossEntropyWithLogits`. */
export interface BinaryCrossEntropyWithLogitsOptions extends BinaryCrossEntropyOptions {
  /** Factors of the losses of positive targets, which broadcast to them. */
  readonly posWeight?: Tensor | undefined
}

const LOGITS: OptionNames<BinaryCrossEntropyWithLogitsOptions> = {
  ...{ reduction: true, weight: true, posWeight: true },
}

/**
 * `binaryCrossEntropy` of σ(x), as PyTorch's `binary_cross_entropy_with_logits`: (1 − t)·x + softplus(−x), without overflow; with `posWeight` c,
 * (1 − t)·x + (1 + (c − 1)·t)·softplus(−x).
 *
 * @param input Logits x, of any shape, floats.
 * @param target t, of the same shape, mostly 0 or 1.
 * @throws TypeError unless they are tensors of floats; ShapeError unless they have one shape; RangeError if an option is wrong.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { binaryCrossEntropyWithLogits } from '@nn/layers'
 * const loss = binaryCrossEntropyWithLogits(cpu.tensor([0, -100]), cpu.tensor([1, 1]), { reduction: 'none' })
 * loss.allClose(cpu.tensor([Math.LN2, 100])) // => true
 * ```
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyWithLogitsOptions = {},
): Tensor {
  const where = 'binaryCrossEntropyWithLogits'
  checkPair(where, input, target)
  checkOptions(where, options, LOGITS)
  const reduction = reductionOf(where, options.reduction)
  const { posWeight } = options
  const surprise = input.neg().softplus()
  if (posWeight !== undefined) checkFloats(where, 'posWeight', posWeight)
  const scaled = posWeight === undefined ? surprise : posWeight.sub(1).mul(target).add(1).mul(surprise)
  return reduced(weighted(where, target.neg().add(1).mul(input).add(scaled), options.weight), reduction)
}

/** The options of `klDivergence`. */
export interface KlDivergenceOptions {
  /** Beside the reductions of all losses, the sum over the number of rows, `'batchMean'`, which is the divergence. Default `'mean'`. */
  readonly reduction?: Reduction | 'batchMean' | undefined
  /** Whether the target holds logarithms of probabilities, too. Default false. */
  readonly logTarget?: boolean | undefined
}

const KL: OptionNames<KlDivergenceOptions> = { reduction: true, logTarget: true }

/**
 * t·(log t − x), 0 where t is 0, of logarithms x of probabilities: as PyTorch's `kl_div`.
 *
 * @param input x, of any shape, floats; as of `logSoftmax`.
 * @param target Probabilities t, or their logarithms, of the same shape.
 * @throws TypeError unless they are tensors of floats; ShapeError unless they have one shape; RangeError if an option is wrong.
 * @see Kullback, Leibler (1951), https://doi.org/10.1214/aoms/1177729694
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { klDivergence } from '@nn/layers'
 * const p = cpu.tensor([[0.5, 0.5]])
 * klDivergence(p.log(), cpu.tensor([[1, 0]]), { reduction: 'batchMean' }).allClose(cpu.tensor(Math.LN2)) // => true
 * ```
 */
export function klDivergence(input: Tensor, target: Tensor, options: KlDivergenceOptions = {}): Tensor {
  const where = 'klDivergence'
  checkPair(where, input, target)
  checkOptions(where, options, KL)
  const { reduction = 'mean', logTarget = false } = options
  const kind = oneOf(where, 'reduction', reduction, ['mean', 'sum', 'none', 'batchMean'])
  const losses = flag(where, 'logTarget', logTarget)
    ? target.exp().mul(target.sub(input))
    : entropyOf(target).sub(target.mul(input))
  if (kind !== 'batchMean') return reduced(losses, kind)
  return losses.sum().div(input.shape[0] ?? 1)
}

/** t·log t, 0 where t is 0. The branch that is not chosen is finite, since its gradient counts, too. */
function entropyOf(target: Tensor): Tensor {
  const isZero = target.eq(0)
  return choose(isZero, 0, target.mul(choose(isZero, 1, target).log()))
}

/** The options of `gaussianNll`. */
export interface GaussianNllOptions extends LossOptions {
  /** Whether to add the constant ½ log 2π. Default false. */
  readonly full?: boolean | undefined
  /** The least variance, above 0. Default 1e-6. */
  readonly eps?: number | undefined
}

const GAUSSIAN: OptionNames<GaussianNllOptions> = { reduction: true, full: true, eps: true }

/**
 * ½(log v + (x − t)²/v) with v = max(variance, ε), as PyTorch's `gaussian_nll_loss`; the gradient passes the maximum.
 *
 * @param input Means x, of any shape, floats.
 * @param target t, of the same shape.
 * @param variance At least 0, of the same shape; of the shape without the last axis, or with 1 there, it is that of each row.
 * @throws TypeError unless they are tensors of floats; ShapeError unless they have one shape; RangeError of a negative variance or if an option is
 * wrong.
 * @see Nix, Weigend (1994), https://doi.org/10.1109/ICNN.1994.374138
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { gaussianNll } from '@nn/layers'
 * gaussianNll(cpu.tensor([1]), cpu.tensor([3]), cpu.tensor([1])).item() // => 2
 * ```
 */
export function gaussianNll(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianNllOptions = {},
): Tensor {
  const where = 'gaussianNll'
  checkPair(where, input, target)
  const own = variancesOf(where, input, variance)
  checkOptions(where, options, GAUSSIAN)
  const reduction = reductionOf(where, options.reduction)
  const eps = positive(where, 'eps', options.eps ?? 1e-6)
  const isFull = flag(where, 'full', options.full ?? false)
  if (own.lt(0).any().item()) throw new RangeError(message(where, 'variances >= 0', 'a negative one'))
  const v = withGradient({
    inputs: [own],
    compute: () => own.maximum(eps),
    gradient: (g) => [g],
  })
  const losses = v.log().add(input.sub(target).square().div(v)).mul(0.5)
  return reduced(isFull ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses, reduction)
}

/** Variances as they broadcast to the input. @throws ShapeError if they do not fit */
function variancesOf(where: string, input: Tensor, variance: Tensor): Tensor {
  checkFloats(where, 'a variance', variance)
  const rows = String(input.shape.slice(0, -1))
  const isOfRows = input.ndim > 0 && variance.ndim === input.ndim - 1 && String(variance.shape) === rows
  if (isOfRows) return variance.unsqueeze(-1)
  const isKept = variance.ndim === input.ndim && variance.shape.at(-1) === 1
  if (isKept && String(variance.shape.slice(0, -1)) === rows) return variance
  checkPair(where, input, variance, 'a variance')
  return variance
}
