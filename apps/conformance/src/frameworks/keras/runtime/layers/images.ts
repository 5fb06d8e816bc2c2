import { at } from '../../../../golden/present.ts'
import { Layer, type LayerClass } from '../core/layer.ts'
import type { Shapes } from '../core/operation.ts'
import type { Shape } from '../core/tensor.ts'
import { imageOf, imageParts, rankOf, windowed } from './windows.ts'

/** A layer without weights that changes the lengths of an image. */
abstract class Resized extends Layer {
  get rank(): number {
    return rankOf(this.className)
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    const { batch, channels, lengths } = imageParts(this, shape)
    return imageOf(this, batch, channels, this.lengths(lengths))
  }

  abstract lengths(lengths: Shape): Shape
}

class Pooling extends Resized {
  lengths(lengths: Shape): Shape {
    const sizes = this.perAxis('pool_size', this.rank)
    const { strides, padding } = this.args
    const steps = strides === null || strides === undefined ? sizes : this.perAxis('strides', this.rank)
    return windowed(lengths, { sizes, strides: steps, dilations: sizes.map(() => 1), padding })
  }
}

class AdaptivePooling extends Resized {
  lengths(): Shape {
    return this.perAxis('output_size', this.rank)
  }
}

class GlobalPooling extends Layer {
  outputShape([shape = []]: readonly Shape[]): Shapes {
    const { batch, channels, lengths } = imageParts(this, shape)
    return this.flag('keepdims')
      ? imageOf(
          this,
          batch,
          channels,
          lengths.map(() => 1),
        )
      : [batch, channels]
  }
}

class UpSampling extends Resized {
  lengths(lengths: Shape): Shape {
    const sizes = this.perAxis('size', this.rank)
    return lengths.map((length, axis) => (length === null ? null : length * at(sizes, axis)))
  }
}

/** What is added to, or taken from, both ends of each axis. */
abstract class Bordered extends Resized {
  pairs(name: string): readonly (readonly number[])[] {
    const given = this.args[name]
    if (typeof given === 'number') return Array.from({ length: this.rank }, () => [given, given])
    if (!Array.isArray(given)) throw new TypeError(`${this.name}: expected ${name}, got ${String(given)}`)
    if (this.rank === 1) return [given]
    return given.map((pair) => (typeof pair === 'number' ? [pair, pair] : pair))
  }
}

class ZeroPadding extends Bordered {
  lengths(lengths: Shape): Shape {
    const pairs = this.pairs('padding')
    return lengths.map((length, axis) =>
      length === null ? null : length + at(at(pairs, axis), 0) + at(at(pairs, axis), 1),
    )
  }
}

class Cropping extends Bordered {
  lengths(lengths: Shape): Shape {
    const pairs = this.pairs('cropping')
    return lengths.map((length, axis) =>
      length === null ? null : length - at(at(pairs, axis), 0) - at(at(pairs, axis), 1),
    )
  }
}

/** An image of another height and width. */
class Sized extends Layer {
  /** `RandomCrop` draws a seed for itself, and its generator another. */
  override beforeInits(): void {
    if (this.className !== 'RandomCrop') return
    const { seed = null } = this.args
    if (seed === null) this.runtime.makeSeed()
    this.runtime.seedGenerator(seed)
  }

  outputShape([shape = []]: readonly Shape[]): Shapes {
    const { batch, channels } = imageParts(this, shape)
    return imageOf(this, batch, channels, [this.number('height'), this.number('width')])
  }
}

const each = (
  ranks: readonly number[],
  name: (rank: number) => string,
  type: LayerClass,
): Record<string, LayerClass> => Object.fromEntries(ranks.map((rank) => [name(rank), type]))
const ALL = [1, 2, 3]

export const IMAGES: Readonly<Record<string, LayerClass>> = {
  ...each(ALL, (rank) => `MaxPooling${rank}D`, Pooling),
  ...each(ALL, (rank) => `AveragePooling${rank}D`, Pooling),
  ...each(ALL, (rank) => `AdaptiveMaxPooling${rank}D`, AdaptivePooling),
  ...each(ALL, (rank) => `AdaptiveAveragePooling${rank}D`, AdaptivePooling),
  ...each(ALL, (rank) => `GlobalMaxPooling${rank}D`, GlobalPooling),
  ...each(ALL, (rank) => `GlobalAveragePooling${rank}D`, GlobalPooling),
  ...each(ALL, (rank) => `UpSampling${rank}D`, UpSampling),
  ...each(ALL, (rank) => `ZeroPadding${rank}D`, ZeroPadding),
  ...each(ALL, (rank) => `Cropping${rank}D`, Cropping),
  Resizing: Sized,
  CenterCrop: Sized,
  RandomCrop: Sized,
}
