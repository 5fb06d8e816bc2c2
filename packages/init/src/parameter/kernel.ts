import { integer, message, show, showShape } from '@nn/check'
import { ShapeError } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { type Axes, axisList, groupsOf } from './axes.ts'

/** An axis of a weight: how long it is, and how far its elements lie apart. */
interface Axis {
  readonly length: number
  readonly stride: number
}

/** The weight of a convolution, by what its axes are. */
export interface Kernel {
  /** Axes of all units and of the units of one group: outputs and inputs, or the other way round if transposed. */
  readonly units: Axis
  readonly perGroup: Axis
  readonly isTransposed: boolean
  readonly groups: number
  /** Axes of the receptive field. */
  readonly field: readonly Axis[]
}

/** The axes of a convolution's weight `[out, in / groups, …field]`, or as declared; at least one and at most three of field. */
export function kernelOf(
  name: string,
  { path, shape, axes }: { path: string; shape: readonly number[]; axes: Axes | undefined },
  given?: number,
): Kernel {
  if (shape.length < 3 || shape.length > 5) {
    throw new ShapeError(message(path, `3 to 5 axes for ${name}`, `shape ${showShape(shape)}`))
  }
  const [out = 0, ...others] = axisList(axes?.out ?? 0)
  const [inputs = 0, ...more] = axisList(axes?.in ?? (out === 0 ? 1 : 0))
  if (others.length + more.length > 0) {
    throw new ShapeError(message(path, `one axis of outputs and one of inputs for ${name}`, show(axes)))
  }
  const { transposed: isTransposed = false } = axes ?? {}
  const groups = given ?? (axes === undefined ? 1 : groupsOf(axes, shape))
  const all = shape.map((length, axis): Axis => ({ length, stride: sizeOf(shape.slice(axis + 1)) }))
  const [unitAxis, groupAxis] = isTransposed ? [inputs, out] : [out, inputs]
  const units = all[unitAxis]!
  if (units.length % integer(path, 'groups', groups, 1) !== 0) {
    throw new RangeError(message(path, `groups to divide the ${units.length} units`, String(groups)))
  }
  const field = all.filter((_, axis) => axis !== unitAxis && axis !== groupAxis)
  return { units, perGroup: all[groupAxis]!, isTransposed, groups, field }
}

/** Where the element of a unit, a unit of its group, and a place in the field is stored. */
export function indexIn(kernel: Kernel, unit: number, inGroup: number, place: readonly number[]): number {
  const { units, perGroup, field } = kernel
  const start = unit * units.stride + inGroup * perGroup.stride
  return field.reduce((index, { stride }, i) => index + place[i]! * stride, start)
}
