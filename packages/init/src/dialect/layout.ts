import type { FloatArray } from '@nn/random'
import type { Axes } from '../axes.ts'
import { sizeOf } from '../size-of.ts'

/** How a framework stores a weight: for each of its axes, ours. */
export interface Layout {
  readonly order: readonly number[]
  /** Our axes along which the framework counts backwards. */
  readonly reversed?: readonly number[]
}

/** The framework's layout of a parameter; undefined where it is ours. */
export type LayoutRule = (shape: readonly unknown[], axes: Axes | undefined) => Layout | undefined

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
  const steps = shape.map((_, axis) => sizeOf(stored.slice(layout.order.indexOf(axis) + 1)))
  const signs = shape.map((length, axis) =>
    layout.reversed?.includes(axis) ? { base: (length - 1) * steps[axis]!, sign: -1 } : { base: 0, sign: 1 },
  )
  const start = signs.reduce((sum, { base }) => sum + base, 0)
  const out = new (values.constructor as new (length: number) => T)(values.length)
  let at = 0
  const visit = (axis: number, from: number): void => {
    if (axis === shape.length) {
      out[at++] = values[from]!
      return
    }
    const step = steps[axis]! * signs[axis]!.sign
    for (let i = 0; i < shape[axis]!; i++) visit(axis + 1, from + i * step)
  }
  visit(0, start)
  return out
}
