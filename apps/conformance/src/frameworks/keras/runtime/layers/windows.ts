import { at } from '../../../../golden/present.ts'
import type { Layer } from '../core/layer.ts'
import type { Shape } from '../core/tensor.ts'

/** How a window goes along the axes of an image. */
export interface Windows {
  readonly sizes: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padding: unknown
}

/** The lengths of the result of windows over an image. */
export function windowed(lengths: Shape, { sizes, strides, dilations, padding }: Windows): Shape {
  return lengths.map((length, axis) => {
    if (length === null) return null
    const span = (at(sizes, axis) - 1) * at(dilations, axis) + 1
    const free = padding === 'valid' ? length - span + 1 : length
    if (free <= 0) throw new RangeError(`expected a length of at least ${span}, got ${length}`)
    return Math.ceil(free / at(strides, axis))
  })
}

/** An image's shape in parts, whichever axis has its channels. */
export function imageParts(
  layer: Layer,
  shape: Shape,
): { channels: number | null; lengths: Shape; batch: number | null } {
  const [batch = null, ...rest] = shape
  const channels = (layer.channelsFirst ? rest[0] : rest.at(-1)) ?? null
  return { batch, channels, lengths: layer.channelsFirst ? rest.slice(1) : rest.slice(0, -1) }
}

/** The shape of an image of parts. */
export function imageOf(layer: Layer, batch: number | null, channels: number | null, lengths: Shape): Shape {
  return layer.channelsFirst ? [batch, channels, ...lengths] : [batch, ...lengths, channels]
}

/** The number of axes that a class's name ends in, as of `Conv2D` and `Conv2DTranspose`. */
export function rankOf(className: string): number {
  const digit = /(\d)D/.exec(className)?.[1]
  if (digit === undefined) throw new RangeError(`expected a class of images, got ${className}`)
  return Number(digit)
}
