import { integer, showShape } from '@nn/check'
import { ShapeError } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { type Axes, groupsOf } from './axes.ts'

/** The weight of a convolution, by what its axes are. */
export interface Kernel {
  /** Axes that hold all units, and the units of one group: outputs and inputs, or the other way round if transposed. */
  readonly units: number
  readonly perGroup: number
  readonly groups: number
  /** Axes of the receptive field. */
  readonly field: readonly number[]
  readonly strides: readonly number[]
}

/** The axes of a convolution's weight `[out, in / groups, …field]`, or as declared; at least one and at most three of field. */
export function kernelOf(
  name: string,
  { path, shape, axes }: { path: string; shape: readonly number[]; axes: Axes | undefined },
  given?: number,
): Kernel {
  if (shape.length < 3 || shape.length > 5) {
    throw new ShapeError(`${path}: expected 3 to 5 axes for ${name}, got shape ${showShape(shape)}`)
  }
  const { out = 0, in: inputs = out === 0 ? 1 : 0, transposed = false } = axes ?? {}
  const groups = given ?? (axes === undefined ? 1 : groupsOf(axes, shape))
  const [units, perGroup] = transposed ? [inputs, out] : [out, inputs]
  if (shape[units]! % integer(path, 'groups', groups, 1) !== 0) {
    throw new RangeError(`${path}: expected groups to divide the ${shape[units]} units, got ${groups}`)
  }
  const field = shape.flatMap((_, axis) => (axis === units || axis === perGroup ? [] : [axis]))
  return { units, perGroup, groups, field, strides: shape.map((_, axis) => sizeOf(shape.slice(axis + 1))) }
}

/** Where the element of a unit, a unit of its group, and a place in the field is stored. */
export function indexIn(kernel: Kernel, unit: number, inGroup: number, place: readonly number[]): number {
  const { strides, units, perGroup, field } = kernel
  const start = unit * strides[units]! + inGroup * strides[perGroup]!
  return place.reduce((index, step, i) => index + step * strides[field[i]!]!, start)
}
