import type { FloatArray } from '@nn/random'
import { sizeOf } from '../math/size-of.ts'
import { type Axes, hasFans } from '../parameter/axes.ts'

/** How a framework stores a weight. */
export interface Layout {
  /** For each of its axes, ours. */
  readonly order: readonly number[]
  /** By our axis, where the framework counts otherwise along it: its index of each of ours. */
  readonly places?: ReadonlyMap<number, readonly number[]>
}

/** The framework's layout of a parameter; undefined where it is ours. */
export type LayoutRule = (shape: readonly (number | null)[], axes: Axes | undefined) => Layout | undefined

/** Kernel axes first, then inputs, then outputs: the layout of TensorFlow, Keras and JAX. */
export const kernelFirst: LayoutRule = (shape, axes) => {
  if (axes?.in === undefined || !hasFans(axes)) return undefined
  const { in: inputs, out } = axes
  const field = shape.flatMap((_, axis) => (axis === inputs || axis === out ? [] : [axis]))
  return { order: [...field, inputs, out] }
}

/** The framework's shape of one of ours. */
export function storedShape<T>(shape: readonly T[], layout: Layout | undefined): readonly T[] {
  return layout === undefined ? shape : layout.order.map((axis) => shape[axis]!)
}

/** Values in our order of ones in the framework's. */
export function fromStored<T extends FloatArray>(
  values: T,
  shape: readonly number[],
  layout: Layout | undefined,
): T {
  if (layout === undefined) return values
  const stored = storedShape(shape, layout)
  // How far each index along each of our axes lies from the first one there.
  const offsets = shape.map((length, axis) => {
    const step = sizeOf(stored.slice(layout.order.indexOf(axis) + 1))
    const place = layout.places?.get(axis)
    return Array.from({ length }, (_, i) => (place?.[i] ?? i) * step)
  })
  const out = new (values.constructor as new (length: number) => T)(values.length)
  let at = 0
  const visit = (axis: number, from: number): void => {
    if (axis === shape.length) out[at++] = values[from]!
    else for (const offset of offsets[axis]!) visit(axis + 1, from + offset)
  }
  visit(0, 0)
  return out
}
