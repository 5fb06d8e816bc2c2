import type { FloatArray } from '@nn/random'
import { sizeOf } from '../math/size-of.ts'
import type { Axes } from '../parameter/axes.ts'

/** How a framework stores a weight. */
export interface Storage {
  /** For each of its axes, ours. */
  readonly order: readonly number[]
  /** By our axis, where the framework counts otherwise along it: its index of each of ours. */
  readonly places?: ReadonlyMap<number, readonly number[]>
  /** Ours that is two axes there, of this many parts and of the units of each: heads, or the channels of a depthwise convolution. */
  readonly split?: { readonly axis: number; readonly count: number } | undefined
}

/** How a framework stores a parameter; undefined where it stores it as we do. */
export type StorageRule = (shape: readonly (number | null)[], axes: Axes | undefined) => Storage | undefined

/** Kernel axes first, then inputs, then outputs, as TensorFlow, Keras and JAX store weights. */
export const kernelFirst: StorageRule = (shape, axes) => {
  if (axes?.in === undefined) return undefined
  const units = [axes.in, axes.out].flat()
  const field = [...shape.keys()].filter((axis) => !units.includes(axis))
  return { order: [...field, ...units] }
}

/** The framework's shape of one of ours. */
export function storedShape<T extends number | null>(
  shape: readonly T[],
  storage: Storage | undefined,
): readonly (T | number)[] {
  if (storage === undefined) return shape
  const { order, split } = storage
  return order.flatMap((axis) => {
    const own: readonly (T | number)[] = shape.slice(axis, axis + 1)
    if (split?.axis !== axis) return own
    return [split.count, ...own.map((length) => (length === null ? length : length / split.count))]
  })
}

/** Values in our order, of ones in the framework's. */
export function fromStored<T extends FloatArray>(
  values: T,
  shape: readonly number[],
  storage: Storage | undefined,
): T {
  if (storage === undefined) return values
  // Parts lie one behind the other, as in ours.
  const stored = storedShape(shape, { order: storage.order })
  // How far each index along each of our axes lies from the first one there.
  const offsets = shape.map((length, axis) => {
    const step = sizeOf(stored.slice(storage.order.indexOf(axis) + 1))
    const place = storage.places?.get(axis)
    return Array.from({ length }, (_, i) => (place?.[i] ?? i) * step)
  })
  const out = values.slice()
  let at = 0
  const visit = (axis: number, from: number): void => {
    const own = offsets[axis]
    if (own === undefined) out[at++] = values[from] ?? 0
    else for (const offset of own) visit(axis + 1, from + offset)
  }
  visit(0, 0)
  return out as T
}
