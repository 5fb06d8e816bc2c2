import { type OptionNames, oneOf } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { momentsOf } from '../initializer/moments.ts'
import type { InitRequest } from '../initializer/request.ts'
import { sizeOf } from '../math/size-of.ts'
import { indexIn, kernelOf } from '../parameter/kernel.ts'
import { isKnownShape } from '../parameter/shape.ts'

/** The pairs of channels that a bilinear kernel connects. */
export interface BilinearOptions {
  /** `'same'` (default) enlarges every channel by itself; `'all'` connects every pair, as MXNet does. */
  readonly channels?: 'same' | 'all'
}

const BILINEAR: OptionNames<BilinearOptions> = { channels: true }

/**
 * Weights of a transposed convolution that enlarges by interpolation: the product over the axes of the field of `1 − |x/f − c|`,
 * f = ⌈k/2⌉, c = (2f − 1 − f mod 2)/(2f), at place x of k. Field of 1 to 3 axes. Needs no rng (MXNet's `Bilinear`, which takes f from
 * the width for both axes; Long et al., 2015, https://arxiv.org/abs/1411.4038, section 3.3).
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, ShapeError for another number of axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { bilinear, createRequest } from '@nn/init'
 * bilinear()(createRequest({ shape: [1, 1, 4], backend: cpu })).toNested() // => [[[0.25, 0.75, 0.75, 0.25]]]
 * ```
 */
export function bilinear(options: BilinearOptions = {}): Initializer {
  checkFactory('bilinear', options, BILINEAR)
  const { channels = 'same' } = options
  oneOf('bilinear', 'channels', channels, ['same', 'all'])
  return createInitializer({
    config: { name: 'bilinear', channels },
    draw: (request) => {
      const values = new Float64Array(sizeOf(request.shape))
      for (const [index, value] of elements(request, channels)) values[index] = value
      return request.backend.tensor(values, { shape: request.shape, dtype: request.dtype })
    },
    describe: ({ path = 'bilinear', shape, axes }) => {
      const text = 'bilinear'
      if (!isKnownShape(shape)) return { text }
      const values = new Map(elements({ path, shape, axes }, channels))
      return { text, ...momentsOf(sizeOf(shape), (i) => values.get(i) ?? 0) }
    },
  })
}

/** The elements between connected channels; all others are 0. */
function* elements(
  request: Pick<InitRequest, 'path' | 'shape' | 'axes'>,
  channels: 'same' | 'all',
): Generator<readonly [index: number, value: number]> {
  const kernel = kernelOf('bilinear', request)
  const { groups, units, perGroup, field } = kernel
  const lengths = field.map(({ length }) => length)
  const perUnit = units.length / groups
  for (let unit = 0; unit < units.length; unit++) {
    for (let other = 0; other < perGroup.length; other++) {
      if (channels === 'same' && unit % perUnit !== other) continue
      for (let i = 0; i < sizeOf(lengths); i++) {
        const place = lengths.map((length, axis) => Math.floor(i / sizeOf(lengths.slice(axis + 1))) % length)
        const value = lengths.reduce((product, length, axis) => product * tent(place[axis]!, length), 1)
        yield [indexIn(kernel, unit, other, place), value]
      }
    }
  }
}

function tent(x: number, length: number): number {
  const factor = Math.ceil(length / 2)
  const centre = (2 * factor - 1 - (factor % 2)) / (2 * factor)
  return 1 - Math.abs(x / factor - centre)
}
