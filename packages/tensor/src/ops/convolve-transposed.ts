import { checkOptions, type OptionNames } from '@nn/check'
import { isFloating } from '../dtype/dtype.ts'
import { item } from '../shape/item.ts'
import type { Range } from '../shape/selection.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { castTo } from './cast.ts'
import { reach } from './rearrange.ts'
import { emptyLike } from './results.ts'
import {
  checkFit,
  checkOperands,
  type PerAxis,
  perAxis,
  sumDType,
  type WindowOptions,
  windowNames,
} from './windows.ts'

/** Options of `convolveTransposed`: those of `convolve`, of where the input lies in the output. */
export interface ConvolveTransposedOptions extends WindowOptions {
  /** Elements cut from both ends of each axis of the output. Default 0. */
  readonly padding?: PerAxis
  /** Elements added at the end of each axis of the output. Default 0. */
  readonly outputPadding?: PerAxis
}

const transposedNames: OptionNames<ConvolveTransposedOptions> = {
  ...windowNames,
  padding: true,
  outputPadding: true,
}

/**
 * The transpose of `convolve` as a linear map, plus b: each `x[n, c, t]` adds `W[c, u, k]·x[n, c, t]` to `y[n, u, t·stride + k·dilation
 * − padding]`, over any number of axes: `[n, channels, …lengths] → [n, groups·units, …(length − 1)·stride − 2·padding +
 * dilation·(size − 1) + outputPadding + 1]`, with W `[channels, units, …sizes]` and b `[groups·units]`.
 *
 * The outputs whose places leave the same remainder by stride are a convolution with a part of the kernel, backwards; each of these is
 * computed as `convolve` does it, with one sum for every element. In groups W is copied, its units in front of its channels.
 *
 * @throws As `convolve`; ShapeError if padding cuts off more than there is.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { convolveTransposed } from '@nn/tensor'
 * const weight = cpu.tensor([[[1, 10, 100]]])
 * convolveTransposed(cpu.tensor([[[1, 2]]]), weight, undefined, { stride: 2 }).toNested() // => [[[1, 10, 102, 20, 200]]]
 * convolveTransposed(cpu.ones([1, 2, 2]), weight) // throws /expected an input \[n, 1, length\], got \[1, 2, 2\]/
 * ```
 */
export function convolveTransposed(
  x: Tensor,
  weight: Tensor,
  bias?: Tensor,
  options?: ConvolveTransposedOptions,
): Tensor {
  checkOptions('convolveTransposed', options, transposedNames)
  const { groups = 1, activation } = options ?? {}
  const operands = { x, weight, bias }
  const [channels, perGroup, ...sizes] = checkOperands(
    'convolveTransposed',
    operands,
    '[channels, units, …sizes]',
  )
  const units = perGroup * groups
  const fit = { divided: ['channels', channels], channels, units } as const
  checkFit('convolveTransposed', operands, { groups, activation }, fit)
  const axes = axesOf(x, sizes, options)
  const dtype = sumDType(operands)
  const out = emptyLike(x, [item(x.shape, 0), units, ...axes.map(({ length }) => length)], dtype)
  const input = castTo(x, dtype)
  const filters = unitsFirst(castTo(weight, dtype), groups, sizes)
  const b = bias === undefined ? undefined : castTo(bias, dtype)
  const fused = isFloating(dtype) ? activation : undefined
  for (const parts of combinations(axes.map(phasesOf))) {
    const windows = {
      before: parts.map(({ before }) => before),
      stride: parts.map(() => 1),
      dilation: parts.map(({ dilation }) => dilation),
      groups,
    }
    const taps = filters.slice(null, null, ...parts.map((part) => part.taps))
    const places = out.slice(null, null, ...parts.map((part) => part.places))
    x.backend.convolve(input, taps, b, fused, windows, places)
  }
  return fused === undefined && activation !== undefined ? out[activation]() : out
}

/** An axis of the output. */
interface Axis {
  readonly size: number
  readonly stride: number
  readonly dilation: number
  readonly cut: number
  readonly length: number
}

/** The axes of the output, one for each size of the kernel. */
function axesOf(x: Tensor, sizes: readonly number[], options: ConvolveTransposedOptions = {}): Axis[] {
  const { stride = 1, dilation = 1, padding = 0, outputPadding = 0 } = options
  const all = (name: string, value: PerAxis, least: 0 | 1): readonly number[] =>
    perAxis('convolveTransposed', name, value, sizes.length, least)
  const strides = all('stride', stride, 1)
  const dilations = all('dilation', dilation, 1)
  const cuts = all('padding', padding, 0)
  const added = all('outputPadding', outputPadding, 0)
  return sizes.map((size, i) => {
    const axis = { size, stride: item(strides, i), dilation: item(dilations, i), cut: item(cuts, i) }
    const inputs = item(x.shape, i + 2)
    const length = (inputs - 1) * axis.stride + reach(size, axis.dilation) + item(added, i) - 2 * axis.cut
    if (inputs > 0 && length >= 0) return { ...axis, length }
    const expected = `an output of at least 0 elements along axis ${i + 2}`
    const got = `${length} of ${inputs} inputs`
    throw shapeError('convolveTransposed', expected, got, 'lower the padding')
  })
}

/** The outputs whose places leave one remainder, as a convolution along an axis. */
interface Phase {
  readonly places: Range
  /** The elements of the kernel that reach these places, the last one first. */
  readonly taps: Range
  /** The distance of the inputs that the taps multiply. */
  readonly dilation: number
  /** How far the first of these begins in front of the input. */
  readonly before: number
}

/**
 * Output `stride·t + r` of those before the cut is `Σ w[k]·x[t − (k·dilation − r)/stride]` over the k for which that is an integer:
 * these are `k₀ + j·stride/g` with g the greatest common divisor of stride and dilation, and their inputs lie dilation/g apart.
 */
function phasesOf({ size, stride, dilation, cut, length }: Axis): Phase[] {
  const shared = gcd(stride, dilation)
  const [step, apart] = [stride / shared, dilation / shared]
  return Array.from({ length: Math.min(stride, length) }, (_, first): Phase => {
    const remainder = (first + cut) % stride
    const skipped = (first + cut - remainder) / stride
    const places = [first, null, stride] as const
    let tap = 0
    while (tap < size && (tap * dilation - remainder) % stride !== 0) tap++
    if (tap >= size) return { places, taps: [0, 0], dilation: 1, before: 0 }
    const more = Math.floor((size - 1 - tap) / step)
    return {
      places,
      taps: [tap + more * step, null, -step],
      dilation: apart,
      before: (tap * dilation - remainder) / stride + more * apart - skipped,
    }
  })
}

/** The greatest common divisor. */
function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** `[channels, units, …]` as `[groups·units, channels/groups, …]`. */
function unitsFirst(weight: Tensor, groups: number, sizes: readonly number[]): Tensor {
  if (groups === 1) return weight.transpose(0, 1)
  const channels = item(weight.shape, 0) / groups
  const units = item(weight.shape, 1)
  const parts = weight.reshape(groups, channels, units, ...sizes).transpose(1, 2)
  return parts.reshape(groups * units, channels, ...sizes)
}

/** Every choice of one item of each list. */
function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (all, list) => all.flatMap((items) => list.map((item) => [...items, item])),
    [[]],
  )
}
