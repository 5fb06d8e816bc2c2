import { checkGiven, flag, integer, message, type OptionNames, oneOf, positive, showShape } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { indexSelect } from './gather.ts'

/** How `interpolate` finds values between those that there are. */
export type InterpolateMode = 'nearest' | 'nearestExact' | 'linear' | 'bilinear' | 'trilinear'

/** The options of `interpolate`: either `size` or `scale`. */
export interface InterpolateOptions {
  /** The new lengths: one number for all axes, or one for each. */
  readonly size?: number | readonly number[] | undefined
  /** Factors of the lengths, above 0: one for all axes, or one for each; the new lengths are rounded down. */
  readonly scale?: number | readonly number[] | undefined
  /**
   * `'nearest'` takes the element in which the new one begins, `'nearestExact'` the one in which its centre lies, `'linear'` a mean of the two around
   * its centre, along each axis; `'bilinear'` and `'trilinear'` are the same, of two and three axes. Default `'nearest'`.
   */
  readonly mode?: InterpolateMode | undefined
  /** With linear modes, whether the first and last elements stay where they are, rather than the outer edges. Default false. */
  readonly alignCorners?: boolean | undefined
}

const NAMES: OptionNames<InterpolateOptions> = { size: true, scale: true, mode: true, alignCorners: true }
const MODES: readonly InterpolateMode[] = ['nearest', 'nearestExact', 'linear', 'bilinear', 'trilinear']
const RANKS: Readonly<Record<string, number>> = { bilinear: 2, trilinear: 3 }

/** One axis: its length, the new one, and the elements that one step passes. */
interface Stretch {
  readonly length: number
  readonly size: number
  readonly step: number
}

/**
 * x made longer or shorter along the axes behind its channels, `[n, channels, …lengths] → [n, channels, …sizes]`, as PyTorch's `interpolate`. New
 * element i has its centre at (i + ½)·step − ½ of the old ones, but not before the first, where a step is 1/scale, or length/size; with
 * `alignCorners` at i·(length − 1)/(size − 1). No low-pass filter goes before it when x becomes shorter.
 *
 * @throws TypeError unless x is a tensor, of floats for linear modes; RangeError if an option is wrong, or there is neither or both of size and scale;
 * ShapeError if x has no lengths, or they do not fit the options.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { interpolate } from '@nn/tensor'
 * const x = cpu.tensor([[[1, 3]]])
 * interpolate(x, { scale: 2 }).toNested() // => [[[1, 1, 3, 3]]]
 * interpolate(x, { size: 4, mode: 'linear' }).toNested() // => [[[1, 1.5, 2.5, 3]]]
 * interpolate(x, { size: 3, mode: 'linear', alignCorners: true }).toNested() // => [[[1, 2, 3]]]
 * ```
 */
export function interpolate(x: Tensor, options: InterpolateOptions): Tensor {
  checkTensor('interpolate', x)
  checkGiven('interpolate', options, NAMES)
  const { mode = 'nearest', alignCorners = false } = options
  oneOf('interpolate', 'mode', mode, MODES)
  flag('interpolate', 'alignCorners', alignCorners)
  checkMode(x, mode, alignCorners)
  const stretches = stretchesOf(x, options)
  return stretches.reduce((y, stretch, i) => {
    if (mode === 'nearest' || mode === 'nearestExact') return nearest(y, i + 2, stretch, mode)
    return linear(y, i + 2, stretch, alignCorners)
  }, x)
}

function checkMode(x: Tensor, mode: InterpolateMode, alignCorners: boolean): void {
  const isNearest = mode === 'nearest' || mode === 'nearestExact'
  if (isNearest && alignCorners) {
    throw new RangeError(message('interpolate', 'alignCorners with a linear mode', `mode '${mode}'`))
  }
  if (!isNearest && x.dtype !== 'float32' && x.dtype !== 'float64') {
    throw new TypeError(message('interpolate', 'a tensor of floats', x.dtype, 'cast it first'))
  }
  const rank = RANKS[mode] ?? x.ndim - 2
  if (x.ndim < 3 || x.ndim !== rank + 2 || x.shape.slice(2).includes(0)) {
    const expected = RANKS[mode] === undefined ? '…lengths' : `${rank} lengths`
    throw shapeError('interpolate', `[n, channels, ${expected}], all above 0`, x.shape)
  }
}

function stretchesOf(x: Tensor, { size, scale }: InterpolateOptions): Stretch[] {
  if ((size === undefined) === (scale === undefined)) {
    const got = size === undefined ? 'neither' : 'both'
    throw new RangeError(message('interpolate', 'either size or scale', got))
  }
  const lengths = x.shape.slice(2)
  const given = size ?? scale
  const list: readonly unknown[] = Array.isArray(given) ? given : lengths.map(() => given)
  if (list.length !== lengths.length) {
    const name = size === undefined ? 'scale' : 'size'
    throw shapeError('interpolate', `a ${name} for each length of ${showShape(x.shape)}`, String(list.length))
  }
  return lengths.map((length, i) => {
    if (size !== undefined) {
      const wanted = integer('interpolate', 'size', list[i], 1)
      return { length, size: wanted, step: length / wanted }
    }
    const factor = positive('interpolate', 'scale', list[i])
    const made = Math.floor(length * factor)
    if (made < 1) throw shapeError('interpolate', `scale to leave an element of ${length}`, String(factor))
    return { length, size: made, step: 1 / factor }
  })
}

/** Places are found in single precision, as PyTorch does it: between two elements the last bit decides. */
function nearest(x: Tensor, axis: number, { length, size, step }: Stretch, mode: InterpolateMode): Tensor {
  const single = Math.fround(step)
  const shift = mode === 'nearest' ? 0 : 0.5
  const places = Int32Array.from({ length: size }, (_, i) => {
    return Math.min(length - 1, Math.floor(Math.fround(Math.fround(i + shift) * single)))
  })
  return indexSelect(x, x.make({ backend: x.backend, data: places, shape: [size] }), axis)
}

function linear(x: Tensor, axis: number, stretch: Stretch, alignCorners: boolean): Tensor {
  const { length, size, step } = stretch
  if (size === length) return x
  const between = alignCorners ? (length - 1) / Math.max(1, size - 1) : step
  const centres = Float64Array.from({ length: size }, (_, i) => {
    const centre = alignCorners ? i * between : (i + 0.5) * between - 0.5
    return Math.min(length - 1, Math.max(0, centre))
  })
  const at = (shift: number): Tensor => {
    const places = Int32Array.from(centres, (centre) => Math.min(length - 1, Math.floor(centre) + shift))
    return indexSelect(x, x.make({ backend: x.backend, data: places, shape: [size] }), axis)
  }
  const shares = x.backend
    .tensor(Float64Array.from(centres, (centre) => centre - Math.floor(centre)))
    .cast(x.dtype)
    .reshape(size, ...x.shape.slice(axis + 1).map(() => 1))
  return at(0).mul(shares.neg().add(1)).add(at(1).mul(shares))
}
