import { type OptionNames, oneOf } from '@nn/check'
import { asValues } from '../initializer/array-values.ts'
import { checkFactory } from '../initializer/check-factory.ts'
import { createInitializer, type InitConfig, type Initializer } from '../initializer/initializer.ts'
import type { Law } from '../initializer/law.ts'
import { momentsOf } from '../initializer/moments.ts'
import { ofGroups } from '../initializer/parts.ts'
import { sizeOf } from '../math/size-of.ts'
import { indexIn, type Kernel, kernelOf } from '../parameter/kernel.ts'
import { isKnownShape } from '../parameter/shape.ts'

/** The pairs of channels that a bilinear kernel connects. */
export interface BilinearOptions {
  /** `'same'` (default) enlarges every channel by itself; `'all'` connects every pair. */
  readonly channels?: 'same' | 'all'
}

const BILINEAR: OptionNames<BilinearOptions> = { channels: true }

/**
 * Weights of a transposed convolution of stride ⌈k/2⌉ that enlarges by interpolation: the product over the axes of the field of
 * `1 − |x − (k − 1)/2| / ⌈k/2⌉` at place x of k, so that [½, 1, ½] doubles a length. Field of 1 to 3 axes. Needs no rng (Long et al.,
 * 2015, https://arxiv.org/abs/1411.4038, section 3.3; numbers of the authors' code). MXNet's are those of `mxnetBilinear`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, ShapeError for another number of axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { bilinear, createRequest } from '@nn/init'
 * bilinear()(createRequest({ shape: [1, 1, 3], backend: cpu })).toNested() // => [[[0.5, 1, 0.5]]]
 * bilinear()(createRequest({ shape: [1, 1, 4], backend: cpu })).toNested() // => [[[0.25, 0.75, 0.75, 0.25]]]
 * ```
 */
export function bilinear(options: BilinearOptions = {}): Initializer {
  checkFactory('bilinear', options, BILINEAR)
  const { channels = 'same' } = options
  oneOf('bilinear', 'channels', channels, ['same', 'all'])
  return interpolation({ name: 'bilinear', channels }, channels === 'all', (lengths) =>
    lengths.map((k) => (x) => 1 - Math.abs(x - (k - 1) / 2) / Math.ceil(k / 2)),
  )
}

/**
 * MXNet's `Bilinear`: between every two channels the product over the axes of the field of `1 − |x/f − c|`, f = ⌈w/2⌉ and
 * c = (2f − 1 − f mod 2)/(2f) with w the last length of the field. It is `bilinear` for w = 2f − f mod 2 alone: at w = 3 it has
 * [¼, ¾, ¾]. Needs no rng.
 *
 * @throws When applied, ShapeError for other than 3 to 5 axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, mxnetBilinear } from '@nn/init'
 * mxnetBilinear()(createRequest({ shape: [1, 1, 3], backend: cpu })).toNested() // => [[[0.25, 0.75, 0.75]]]
 * ```
 */
export function mxnetBilinear(): Initializer {
  return interpolation({ name: 'mxnetBilinear' }, true, (lengths) => {
    const f = Math.ceil((lengths.at(-1) ?? 1) / 2)
    const c = (2 * f - 1 - (f % 2)) / (2 * f)
    return lengths.map(() => (x) => 1 - Math.abs(x / f - c))
  })
}

/** The factor at each place of each axis of a field. */
type Factors = (lengths: readonly number[]) => readonly ((place: number) => number)[]

function interpolation(config: InitConfig, isAll: boolean, factorsOf: Factors): Initializer {
  const { name } = config
  const rowsOf = ({ field }: Kernel): Float64Array[] => {
    const lengths = field.map(({ length }) => length)
    return factorsOf(lengths).map((factor, axis) =>
      Float64Array.from({ length: lengths[axis]! }, (_, x) => factor(x)),
    )
  }
  return createInitializer({
    config,
    draw: (request) => {
      const kernel = kernelOf(name, request)
      const values = new Float64Array(sizeOf(request.shape))
      if (values.length > 0) write(values, kernel, rowsOf(kernel), isAll)
      return asValues(values, request)
    },
    describe: ({ path = name, shape, axes }) => {
      const text = ofGroups(name, axes, shape)
      if (!isKnownShape(shape)) return { text }
      const kernel = kernelOf(name, { path, shape, axes })
      return { text, ...law(kernel, rowsOf(kernel), isAll) }
    },
    range: () => ({ text: 'bilinear' }),
  })
}

/** Writes the products of the rows where they connect channels. */
function write(values: Float64Array, kernel: Kernel, rows: readonly Float64Array[], isAll: boolean): void {
  const { groups, units, perGroup } = kernel
  const perUnit = units.length / groups
  const count = rows.reduce((product, { length }) => product * length, 1)
  for (let i = 0; i < count; i++) {
    let rest = i
    const place = rows.map(() => 0)
    let value = 1
    for (let axis = rows.length - 1; axis >= 0; axis--) {
      const row = rows[axis]!
      const x = rest % row.length
      rest = (rest - x) / row.length
      place[axis] = x
      value *= row[x]!
    }
    for (let unit = 0; unit < units.length; unit++) {
      const own = unit % perUnit
      const [from, to] = isAll ? [0, perGroup.length] : [own, Math.min(own + 1, perGroup.length)]
      for (let other = from; other < to; other++) values[indexIn(kernel, unit, other, place)] = value
    }
  }
}

/** Mean, deviation and ends from those of the rows: what is a product there is one here. */
function law(
  { groups, units, perGroup }: Kernel,
  rows: readonly Float64Array[],
  isAll: boolean,
): Omit<Law, 'text'> {
  const pairs = units.length * perGroup.length
  const joined = isAll ? pairs : groups * Math.min(units.length / groups, perGroup.length)
  const size = rows.reduce((product, { length }) => product * length, pairs)
  if (size === 0) return {}
  let [sum, square, low, high] = [joined / size, joined / size, 1, 1]
  for (const row of rows) {
    const own = momentsOf(row.length, (i) => row[i]!)
    const { mean = 0, std = 0, low: least = 0, high: most = 0 } = own
    sum *= mean * row.length
    square *= (mean * mean + std * std) * row.length
    const ends = [low * least, low * most, high * least, high * most]
    low = Math.min(...ends)
    high = Math.max(...ends)
  }
  if (joined < pairs) [low, high] = [Math.min(0, low), Math.max(0, high)]
  return { mean: sum, std: Math.sqrt(Math.max(0, square - sum * sum)), low, high }
}
