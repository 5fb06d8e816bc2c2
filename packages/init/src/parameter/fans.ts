import { message, show } from '@nn/check'
import { ShapeError } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { type Axes, type Blocks, blockSizes, checkAxes, groupsOf, lengthAlong } from './axes.ts'
import { checkShape } from './shape.ts'

/** How many inputs one output sums over, and how many outputs one input reaches. Fractions occur with strides. */
export interface Fans {
  readonly fanIn: number
  readonly fanOut: number
}

/**
 * `fanIn = in/groups · k` and `fanOut = out/groups · k`, with k the size of the receptive field; the stride divides
 * the fan of the side that is the larger by it: fanOut of a convolution, fanIn of a transposed one. These are the true
 * numbers of terms: `Var(y) = fanIn · Var(w) · E[x²]` and, backwards, `Var(∂x) = fanOut · Var(w) · E[∂y²]`
 * (He et al., 2015, https://arxiv.org/abs/1502.01852, equations 7 and 13). Of a weight that packs several, as gates or
 * queries, keys and values, they are those of one part (the first, where parts differ; see `computeBlockFans`); axes
 * that count independent weights, such as experts, do not count; an output of a lookup table is one row: fanIn 1.
 *
 * @param shape Shape of the weight, as stored.
 * @throws ShapeError if an axis is not one of the shape, RangeError if both axes are one, groups do not divide the shape,
 * blocks do not fill their axis, or groups or stride are not positive; TypeError if axes have no inputs.
 * @example
 * ```ts
 * import { computeFans } from '@nn/init'
 * computeFans([8, 4], { out: 0, in: 1 }) // => { fanIn: 4, fanOut: 8 }
 * computeFans([64, 1, 3, 3], { out: 0, in: 1, groups: 64 }) // => { fanIn: 9, fanOut: 9 }
 * computeFans([64, 1, 3, 3], { out: 0, in: 1, unitsPerGroup: 2 }) // => { fanIn: 9, fanOut: 18 }
 * computeFans([64, 32, 4, 4], { in: 0, out: 1, stride: 2, transposed: true }) // => { fanIn: 256, fanOut: 512 }
 * computeFans([24, 8], { out: 0, in: 1, blocks: { axis: 0, names: ['query', 'key', 'value'] } }) // => { fanIn: 8, fanOut: 8 }
 * computeFans([4, 10, 6], { out: 1, in: 2, batch: 0 }) // => { fanIn: 6, fanOut: 10 }
 * computeFans([11, 6], { in: 0, out: 1, lookup: true }) // => { fanIn: 1, fanOut: 6 }
 * computeFans([8], { out: 0, in: 1 }) // throws /axis in to be one of shape \[8\]/
 * ```
 */
export function computeFans(shape: readonly number[], axes: Axes): Fans {
  return fansAt('computeFans', shape, axes)
}

/** `computeFans` of a parameter, by whose path errors begin. */
export function fansAt(where: string, shape: readonly number[], axes: Axes): Fans {
  check(where, shape, axes)
  return fansOf(where, shape, axes)
}

/**
 * The fans of each block, in order: of packed weights whose parts differ, such as the queries, keys and values of grouped
 * attention. One pair without blocks.
 *
 * @throws As `computeFans`.
 * @example
 * ```ts
 * import { computeBlockFans } from '@nn/init'
 * const blocks = { axis: 0, names: ['query', 'key', 'value'], sizes: [16, 8, 8] }
 * computeBlockFans([32, 16], { out: 0, in: 1, blocks }).map(({ fanOut }) => fanOut) // => [16, 8, 8]
 * ```
 */
export function computeBlockFans(shape: readonly number[], axes: Axes): Fans[] {
  check('computeBlockFans', shape, axes)
  if (axes.blocks === undefined) return [fansOf('computeBlockFans', shape, axes)]
  const { blocks, ...rest } = axes
  return blockSizes(blocks, shape).map((length) =>
    fansOf('computeBlockFans', withLength(shape, blocks.axis, length), rest),
  )
}

function check(where: string, shape: readonly number[], axes: Axes): void {
  checkShape(where, shape)
  checkAxes(where, shape, axes)
}

/** A shape with another length along one axis. */
function withLength(shape: readonly number[], axis: number, length: number): number[] {
  return shape.map((old, i) => (i === axis ? length : old))
}

function fansOf(where: string, stored: readonly number[], axes: Axes): Fans {
  if (axes.in === undefined) {
    throw new TypeError(
      message(where, 'axes with inputs such as { out: 0, in: 1 }', `${show(axes.in)} for in`),
    )
  }
  const { transposed = false, lookup = false, batch = [] } = axes
  const shape = oneBlock(stored, axes.blocks)
  const groups = groupsOf(axes, shape)
  const apart = [axes.out, axes.in, batch].flat()
  const field = shape.filter((_, axis) => !apart.includes(axis))
  const size = sizeOf(field)
  const step = stepOf(axes, field.length)
  const inputs = lookup ? size : lengthAlong(shape, axes.in) * size
  const outputs = lengthAlong(shape, axes.out) * size
  return transposed
    ? { fanIn: inputs / groups / step, fanOut: outputs }
    : { fanIn: inputs, fanOut: outputs / groups / step }
}

/** The shape of the first block; all inputs count where blocks lie side by side along them. */
function oneBlock(shape: readonly number[], blocks: Blocks | undefined): readonly number[] {
  return blocks === undefined ? shape : withLength(shape, blocks.axis, blockSizes(blocks, shape)[0] ?? 0)
}

/** The product of the strides along the axes of the receptive field. */
function stepOf({ stride = 1 }: Axes, count: number): number {
  const strides = typeof stride === 'number' ? new Array<number>(count).fill(stride) : stride
  if (strides.length === count) return sizeOf(strides)
  throw new ShapeError(
    message('axes', `${count} strides, one for each axis of the receptive field`, show(stride)),
  )
}
