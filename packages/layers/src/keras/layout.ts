import type { Tensor } from '@nn/tensor'

/** Values by name: Keras's of a layer's weights, or ours of its parameters and buffers. */
export type Values = Readonly<Record<string, Tensor>>

/** How a layer's values look in Keras, and how they are turned back. */
export interface Layout {
  /** The class of Keras, after which a layer without a name is called. */
  readonly className: string
  /** Keras's weights in its order; what it has not is left out. */
  readonly toKeras: () => Values
  /** Names and shapes of Keras's weights, as far as they are known before there are values. */
  readonly names: readonly string[]
  /** Our values by their names below the module. */
  readonly fromKeras: (values: Values) => Values
}

/** One weight that Keras has under another name and, maybe, with its axes in another order. */
export interface Renamed {
  readonly keras: string
  /** Ours, below the module. */
  readonly own: string
  readonly read: () => Tensor
  /** For each of Keras's axes, ours. */
  readonly order?: readonly number[] | undefined
}

/** The layout of a layer each of whose weights Keras has as one, too. */
export function renamed(className: string, weights: readonly (Renamed | undefined)[]): Layout {
  const known = weights.filter((weight) => weight !== undefined)
  return {
    className,
    names: known.map(({ keras }) => keras),
    toKeras: () =>
      Object.fromEntries(
        known.map(({ keras, read, order }) => [keras, order ? read().permute(...order) : read()]),
      ),
    fromKeras: (values) =>
      Object.fromEntries(
        known.flatMap(({ keras, own, order }) => {
          const value = values[keras]
          return value === undefined ? [] : [[own, order ? value.permute(...inverse(order)) : value]]
        }),
      ),
  }
}

function inverse(order: readonly number[]): number[] {
  return order.map((_, axis) => order.indexOf(axis))
}
