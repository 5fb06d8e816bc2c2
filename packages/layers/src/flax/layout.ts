import type { Tensor } from '@nn/tensor'

/** Values by name. */
export type Values = Readonly<Record<string, Tensor>>

/** A parameter, or a moving average, of Flax's, as it lies in ours. */
export interface Piece {
  /** Its name below the layer, such as `kernel` or `query.kernel`. */
  readonly name: string
  /** linen's collection of moving averages; default `'params'`. */
  readonly collection?: 'batch_stats'
  readonly read: () => Tensor
}

/** How Flax has a layer. */
export interface Layout {
  readonly pieces: readonly Piece[]
  /** Our values by their names below the module, of all pieces by theirs. */
  readonly back: (values: Values) => Values
}

/** A piece that is one of our parameters, with its axes maybe in another order. */
export interface Turned extends Piece {
  /** Ours, below the module. */
  readonly own: string
  readonly turn: (value: Tensor) => Tensor
}

const asIs = (value: Tensor): Tensor => value

/** A value of ours under a name of Flax's; undefined where there is none. */
export function same(
  name: string,
  own: string,
  node: { readonly data: Tensor } | undefined,
  collection?: 'batch_stats',
): Turned | undefined {
  if (node === undefined) return undefined
  return { name, own, read: () => node.data, turn: asIs, ...(collection && { collection }) }
}

/** The layout of pieces each of which is one of our values. */
export function turned(pieces: readonly (Turned | undefined)[]): Layout {
  const known = pieces.filter((piece) => piece !== undefined)
  return {
    pieces: known,
    back: (values) =>
      Object.fromEntries(
        known.flatMap(({ name, own, turn }) => {
          const value = values[name]
          return value === undefined ? [] : [[own, turn(value)]]
        }),
      ),
  }
}
