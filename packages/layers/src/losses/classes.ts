import { checkOptions, integer, message, type OptionNames, showShape, within } from '@nn/check'
import { gather, isTensor, ShapeError, type Tensor } from '@nn/tensor'
import { checkFloats, type LossOptions, type Reduction, reductionOf } from './reduction.ts'

/** The options of `nll`. */
export interface NllOptions extends LossOptions {
  /** A factor of each class, `[classes]`. */
  readonly weight?: Tensor | undefined
  /** The target whose losses are 0 and do not count. Default -100. */
  readonly ignoreIndex?: number | undefined
}

/** The options of `crossEntropy`. */
export interface CrossEntropyOptions extends NllOptions {
  /** Of [0, 1]: the share of each target that is spread over all classes. Default 0. */
  readonly labelSmoothing?: number | undefined
}

const NLL: OptionNames<NllOptions> = { reduction: true, weight: true, ignoreIndex: true }
const CROSS: OptionNames<CrossEntropyOptions> = { ...NLL, labelSmoothing: true }

/**
 * −w[t]·x[t] of logarithms x of probabilities, as PyTorch's `nll_loss`; the mean divides by the sum of the weights of targets that are not ignored.
 *
 * @param input x, `[n, classes, …]` or `[classes]`, floats; as of `logSoftmax`.
 * @param target Classes t, `[n, …]` or `[]`, int32.
 * @throws TypeError unless the input is of floats and the target int32; ShapeError if their shapes do not fit; RangeError of a class that there is not,
 * or if an option is wrong.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { nll } from '@nn/layers'
 * const x = cpu.tensor([[0.5, 0.5], [0.25, 0.75]]).log()
 * const loss = nll(x, cpu.tensor([0, 0], { dtype: 'int32' }), { reduction: 'none' })
 * loss.allClose(cpu.tensor([Math.LN2, 2 * Math.LN2])) // => true
 * ```
 */
export function nll(input: Tensor, target: Tensor, options: NllOptions = {}): Tensor {
  checkFloats('nll', 'an input', input)
  checkOptions('nll', options, NLL)
  return ofClasses('nll', input, target, options, 0)
}

/**
 * The negative logarithm of the target's probability under softmax, as PyTorch's `cross_entropy`. Targets are classes, or probabilities p of all
 * classes: −Σ w·p·log softmax(x). With label smoothing ε, a target counts 1 − ε, and every class ε/classes. The mean of classes
 * divides by the sum of the weights of targets that are not ignored, that of probabilities by their number.
 *
 * @param input Logits x, `[n, classes, …]` or `[classes]`, floats.
 * @param target Classes, `[n, …]` or `[]`, int32; or probabilities of the input's shape.
 * @throws TypeError if the input is not of floats, or the target neither of classes nor of probabilities; ShapeError if their shapes do not fit;
 * RangeError of a class that there is not, or if an option is wrong.
 * @see label smoothing: Szegedy et al. (2016), https://arxiv.org/abs/1512.00567
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { crossEntropy } from '@nn/layers'
 * const logits = cpu.zeros([2, 4])
 * crossEntropy(logits, cpu.tensor([3, 1], { dtype: 'int32' })).allClose(cpu.tensor(Math.log(4))) // => true
 * crossEntropy(logits, cpu.full([2, 4], 0.25)).allClose(cpu.tensor(Math.log(4))) // => true
 * ```
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const where = 'crossEntropy'
  checkFloats(where, 'an input', input)
  checkOptions(where, options, CROSS)
  const smoothing = within(where, 'labelSmoothing', options.labelSmoothing ?? 0, 0, 1)
  const axis = classAxis(where, input)
  const logs = input.logSoftmax(axis)
  const isOfClasses = !isTensor(target) || target.dtype === 'int32'
  if (isOfClasses) return ofClasses(where, logs, target, options, smoothing)
  return ofProbabilities(where, logs, target, options, smoothing)
}

/** The axis of classes: the second, or the only one. @throws ShapeError if there is none */
function classAxis(where: string, input: Tensor): number {
  if (input.ndim > 0) return Math.min(1, input.ndim - 1)
  throw new ShapeError(message(where, 'an input [n, classes, …] or [classes]', 'shape []'))
}

/** The losses of classes, from logarithms of probabilities. */
function ofClasses(
  where: string,
  logs: Tensor,
  target: Tensor,
  { reduction, weight, ignoreIndex = -100 }: NllOptions,
  smoothing: number,
): Tensor {
  const kind = reductionOf(where, reduction)
  const axis = classAxis(where, logs)
  const classes = logs.shape[axis] ?? 0
  checkClasses(where, logs, target, axis)
  const ignored = integer(where, 'ignoreIndex', ignoreIndex)
  const numbers = Int32Array.from(target.toArray(), Number)
  const isCounted = numbers.map((index) => (index === ignored ? 0 : 1))
  const known = numbers.map((index, i) => {
    if (isCounted[i] === 0) return 0
    if (index >= 0 && index < classes) return index
    const expected = `classes in [0, ${classes})`
    throw new RangeError(message(where, expected, String(index), `or ignoreIndex ${ignored}`))
  })
  const { backend } = logs
  const shape = target.shape
  const factors = checkedWeight(where, weight, classes)
  const weights = Float64Array.from(isCounted, (one, i) => one * (factors?.[known[i] ?? 0] ?? 1))
  const counted = backend.tensor(weights, { shape, dtype: logs.dtype })
  const indices = backend.tensor(known, { shape }).unsqueeze(axis)
  const picked = gather(logs, indices, axis).squeeze(axis).neg()
  const own = picked.mul(counted).mul(1 - smoothing)
  const losses = smoothing === 0 ? own : own.add(spread(logs, isCounted, { axis, shape, weight, smoothing }))
  return meanOf(losses, kind, sumOf(counted))
}

/** What is spread over all classes, of targets that are not ignored. */
function spread(
  logs: Tensor,
  isCounted: Int32Array,
  how: {
    readonly axis: number
    readonly shape: readonly number[]
    readonly weight: Tensor | undefined
    readonly smoothing: number
  },
): Tensor {
  const { axis, shape, weight, smoothing } = how
  const all = (weight === undefined ? logs : logs.mul(alongClasses(weight, logs, axis))).sum(axis).neg()
  const mask = logs.backend.tensor(Float64Array.from(isCounted), { shape, dtype: logs.dtype })
  return all.mul(mask).mul(smoothing / (logs.shape[axis] ?? 1))
}

function ofProbabilities(
  where: string,
  logs: Tensor,
  target: Tensor,
  { reduction, weight }: CrossEntropyOptions,
  smoothing: number,
): Tensor {
  const kind = reductionOf(where, reduction)
  checkFloats(where, 'a target', target)
  const axis = classAxis(where, logs)
  if (String(target.shape) !== String(logs.shape)) {
    const cure = 'or classes of int32'
    throw new ShapeError(
      message(where, `probabilities ${showShape(logs.shape)}`, showShape(target.shape), cure),
    )
  }
  const classes = logs.shape[axis] ?? 0
  checkedWeight(where, weight, classes)
  const shares = smoothing === 0 ? target : target.mul(1 - smoothing).add(smoothing / classes)
  const factors = weight === undefined ? shares : shares.mul(alongClasses(weight, logs, axis))
  const losses = logs.mul(factors).sum(axis).neg()
  return kind === 'mean' ? losses.sum().div(losses.size) : meanOf(losses, kind, losses.size)
}

/** The mean over a total, the sum, or the losses themselves. */
function meanOf(losses: Tensor, kind: Reduction, total: number): Tensor {
  if (kind === 'none') return losses
  if (kind === 'sum') return losses.sum()
  // Of no target that counts the mean is NaN, and its gradient 0.
  return total === 0 ? losses.sum().add(Number.NaN) : losses.sum().div(total)
}

function sumOf(counted: Tensor): number {
  return Array.from(counted.toArray(), Number).reduce((sum, value) => sum + value, 0)
}

/** `[classes]` as it broadcasts to logits. */
function alongClasses(weight: Tensor, logs: Tensor, axis: number): Tensor {
  return weight.reshape(...logs.shape.map((length, i) => (i === axis ? length : 1)))
}

/** The factors of classes as numbers. @throws TypeError or ShapeError unless there is one for each */
function checkedWeight(where: string, weight: Tensor | undefined, classes: number): number[] | undefined {
  if (weight === undefined) return undefined
  checkFloats(where, 'weight', weight)
  if (String(weight.shape) !== String([classes])) {
    throw new ShapeError(message(where, `a weight of shape [${classes}]`, showShape(weight.shape)))
  }
  return Array.from(weight.toArray(), Number)
}

function checkClasses(where: string, logs: Tensor, target: Tensor, axis: number): void {
  if (!isTensor(target) || target.dtype !== 'int32') {
    const got = isTensor(target) ? target.dtype : typeof target
    throw new TypeError(message(where, 'classes of int32', got, "cast('int32') them first"))
  }
  const expected = logs.shape.toSpliced(axis, 1)
  if (String(target.shape) === String(expected)) return
  throw new ShapeError(message(where, `classes of shape ${showShape(expected)}`, showShape(target.shape)))
}
