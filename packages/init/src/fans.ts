import { ShapeError } from '@nn/tensor'
import { positive, show } from './check.ts'
import { showShape } from './show-shape.ts'

/**
 * Which axes of a weight connect units: one axis of outputs and one of inputs; all other axes are the receptive field.
 *
 * @example
 * ```ts
 * import { type Axes, computeFans } from '@nn/init'
 * const conv: Axes = { out: 0, in: 1 }
 * computeFans([8, 3, 5, 5], conv) // => { fanIn: 75, fanOut: 200 }
 * ```
 */
export interface Axes {
  /** Index of the axis of output units. */
  readonly out: number
  /** Index of the axis of input units. */
  readonly in: number
  /**
   * Number of groups of a grouped convolution, default 1. Its weight stores all outputs and the inputs of one group;
   * that of a transposed convolution all inputs and the outputs of one group.
   */
  readonly groups?: number
  /** Steps of the convolution, one for all axes of the receptive field or one each. Default 1. */
  readonly stride?: number | readonly number[]
  /** Whether the convolution is transposed. Default false. */
  readonly transposed?: boolean
}

/** How many inputs one output sums over, and how many outputs one input reaches. Fractions occur with strides. */
export interface Fans {
  readonly fanIn: number
  readonly fanOut: number
}

/**
 * `fanIn = in/groups · k` and `fanOut = out/groups · k`, with k the size of the receptive field; the stride divides
 * the fan of the side that is the larger by it: fanOut of a convolution, fanIn of a transposed one. These are the true
 * numbers of terms: `Var(y) = fanIn · Var(w) · E[x²]` and, backwards, `Var(∂x) = fanOut · Var(w) · E[∂y²]`
 * (He et al., 2015, https://arxiv.org/abs/1502.01852, equations 7 and 13).
 *
 * @param shape Shape of the weight, as stored.
 * @throws ShapeError if an axis is not one of the shape, RangeError if both axes are one or groups or stride are not positive.
 * @example
 * ```ts
 * import { computeFans } from '@nn/init'
 * computeFans([8, 4], { out: 0, in: 1 }) // => { fanIn: 4, fanOut: 8 }
 * computeFans([64, 1, 3, 3], { out: 0, in: 1, groups: 64 }) // => { fanIn: 9, fanOut: 9 }
 * computeFans([64, 32, 4, 4], { in: 0, out: 1, stride: 2, transposed: true }) // => { fanIn: 256, fanOut: 512 }
 * computeFans([8], { out: 0, in: 1 }) // throws /axis in to be one of shape \[8\]/
 * ```
 */
export function computeFans(shape: readonly number[], axes: Axes): Fans {
  checkAxes('computeFans', shape.length, axes, shape)
  const { groups = 1, transposed = false } = axes
  const field = shape.filter((_, axis) => axis !== axes.out && axis !== axes.in)
  const strides = stridesOf(axes, field.length)
  const size = field.reduce((product, length) => product * length, 1)
  const step = strides.reduce((product, length) => product * length, 1)
  const inputs = shape[axes.in]! * size
  const outputs = shape[axes.out]! * size
  return transposed
    ? { fanIn: inputs / groups / step, fanOut: outputs }
    : { fanIn: inputs, fanOut: outputs / groups / step }
}

/** Checks the axes of a weight of `ndim` axes; `shape` is for the message. */
function checkAxes(where: string, ndim: number, axes: Axes, shape: readonly (number | null)[]): void {
  if (typeof axes !== 'object' || axes === null) {
    throw new TypeError(`${where}: expected axes such as { out: 0, in: 1 }, got ${show(axes)}`)
  }
  for (const name of ['out', 'in'] as const) {
    const axis = axes[name]
    if (!Number.isInteger(axis) || axis < 0 || axis >= ndim) {
      const text = `${where}: expected axis ${name} to be one of shape ${showShape(shape)}, got ${show(axis)}`
      throw new ShapeError(`${text}; give the fans themselves for a shape without these axes`)
    }
  }
  if (axes.out === axes.in) {
    throw new RangeError(`${where}: expected two axes out and in, got ${axes.out} for both`)
  }
  positive(where, 'groups', axes.groups ?? 1)
  for (const stride of stridesOf(axes, ndim - 2)) positive(where, 'stride', stride)
}

function stridesOf({ stride = 1 }: Axes, count: number): readonly number[] {
  if (typeof stride === 'number') return new Array<number>(count).fill(stride)
  if (stride.length === count) return stride
  throw new ShapeError(
    `axes: expected ${count} strides, one for each axis of the receptive field, got ${show(stride)}`,
  )
}
