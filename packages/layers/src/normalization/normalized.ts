import {
  isRecorded,
  linear,
  type Moments,
  meanSquare,
  moments,
  standardize,
  type Tensor,
  withGradient,
} from '@nn/tensor'

/** How an input is normalised. */
export interface Normalization {
  /** What has mean 0 and variance 1 together. */
  readonly axes: readonly number[]
  /** Added to the variance. */
  readonly eps: number
  /** False where 0 stands for the mean. Default true. */
  readonly isCentred?: boolean
  /** The moments of the input, with size 1 along the axes, where they are known. */
  readonly known?: Moments | undefined
  /** As it broadcasts to the input; the bias does likewise. */
  readonly weight: Tensor | undefined
  readonly bias: Tensor | undefined
}

/** What `standardize` subtracts, and what it multiplies by. */
interface Scale {
  readonly mean: Tensor | undefined
  readonly factor: Tensor
}

/** `1/√(variance + eps)` in double precision. */
export function inverseRoot(variance: Tensor, eps: number): Tensor {
  return variance.cast('float64').add(eps).sqrt_().reciprocal_()
}

/** The last axes of a tensor. */
export function lastAxes({ ndim }: Tensor, count: number): number[] {
  return Array.from({ length: count }, (_, i) => ndim - count + i)
}

/**
 * `x̂·weight + bias`, where `x̂ = (x − mean)·factor` and `factor = 1/√(variance + eps)`. The gradient by x is
 * `factor·(h − mean(h) − x̂·mean(h·x̂))` of `h = g·weight`, without its first mean where x is not centred: fewer passes than those of
 * the moments and of `standardize`, one by one.
 */
export function normalized(x: Tensor, how: Normalization): Tensor {
  const { axes, weight, bias, isCentred = true } = how
  let found: Scale | undefined
  const scaleNow = (): Scale => {
    found ??= scaleOf(x, how, how.known)
    return found
  }
  return withGradient({
    inputs: [x, weight, bias].filter((input) => input !== undefined),
    compute: () => standardize(x, { ...scaleNow(), weight, bias }),
    keep: () => {
      const { factor, mean = factor } = scaleNow()
      return [x, factor, mean, weight ?? factor]
    },
    gradient: (g, x, factor, mean, factors) => {
      const scaling = weight && factors
      // Gradients of gradients go through the moments, too.
      const scale = isRecorded(x.backend) ? scaleOf(x, how) : { factor, mean: isCentred ? mean : undefined }
      const standard = standardize(x, scale)
      const products = g.mul(standard)
      const slope = meanOf(products, axes, scaling).mul(scale.factor)
      const shift = isCentred ? meanOf(g, axes, scaling).mul(scale.factor) : undefined
      const through = standardize(standard, { factor: slope, bias: shift })
      const byX = standardize(g, { factor: scale.factor, weight: scaling }).sub_(through)
      return [byX, weight && sumTo(products, weight), bias && sumTo(g, bias)].filter((by) => by !== undefined)
    },
    isNew: true,
  })
}

function scaleOf(x: Tensor, { axes, eps, isCentred = true }: Normalization, known?: Moments): Scale {
  if (!isCentred)
    return { mean: undefined, factor: inverseRoot(meanSquare(x, axes, { keepDims: true }), eps) }
  const { mean, variance } = known ?? moments(x, axes, { keepDims: true })
  return { mean, factor: inverseRoot(variance, eps) }
}

/** The mean of `x·weight` over axes, of size 1 there. */
function meanOf(x: Tensor, axes: readonly number[], weight: Tensor | undefined): Tensor {
  if (weight === undefined) return x.mean(axes, { keepDims: true })
  const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1)
  const isAlong = weight.ndim === axes.length && axes[0] === x.ndim - weight.ndim
  if (isAlong && weight.size === count && count > 0) {
    // The weight lies along the axes, which are the last ones: a product of each row with it.
    const kept = x.shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
    return linear(weight.reshape(1, count), x.reshape(x.size / count, count))
      .reshape(...kept)
      .div_(count)
  }
  // First over the axes along which the weight is one number.
  const constant = axes.filter((axis) => isRepeated(weight, x, axis))
  return x.sum(constant, { keepDims: true }).mul(weight).sum(axes, { keepDims: true }).div_(count)
}

/** The sum over the axes along which a factor or an addend is repeated, of its shape. */
function sumTo(x: Tensor, repeated: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis).filter((axis) => isRepeated(repeated, x, axis))
  return x.sum(axes).reshape(...repeated.shape)
}

/** Whether a tensor is repeated along an axis of another one. */
function isRepeated(x: Tensor, to: Tensor, axis: number): boolean {
  return (x.shape[axis - to.ndim + x.ndim] ?? 1) === 1
}
