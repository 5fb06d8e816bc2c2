import { checkGiven, flag, integer, message, type OptionNames, oneOf, positive } from '@nn/check'
import { type InterpolateMode, type InterpolateOptions, interpolate, type Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import type { PerAxis } from '../check/options.ts'
import { Module } from '../module/module.ts'

/** The options of `Upsample`: those of `interpolate`, either `size` or `scale`. */
export interface UpsampleOptions extends InterpolateOptions {}

const NAMES: OptionNames<UpsampleOptions> = { size: true, scale: true, mode: true, alignCorners: true }
const MODES: readonly InterpolateMode[] = ['nearest', 'nearestExact', 'linear', 'bilinear', 'trilinear']

/**
 * `interpolate` of `@nn/tensor` as a layer, which makes images larger or smaller: `[n, channels, …lengths] → [n, channels, …sizes]`.
 *
 * @throws TypeError or RangeError if an option is wrong, or there is neither or both of size and scale; forward throws a ShapeError if the input
 * does not fit them.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Upsample } from '@nn/layers'
 * new Upsample({ scale: 2 }).forward(cpu.ones([1, 3, 4, 5])).shape // => [1, 3, 8, 10]
 * new Upsample({ size: 4, mode: 'linear' }).forward(cpu.tensor([[[1, 3]]])).toNested() // => [[[1, 1.5, 2.5, 3]]]
 * ```
 */
export class Upsample extends Module {
  readonly size: PerAxis | undefined
  readonly scale: PerAxis | undefined
  readonly mode: InterpolateMode
  readonly alignCorners: boolean

  constructor(options: UpsampleOptions) {
    super()
    checkGiven('Upsample', options, NAMES)
    const { size, scale, mode = 'nearest', alignCorners = false } = options
    if ((size === undefined) === (scale === undefined)) {
      throw new RangeError(
        message('Upsample', 'either size or scale', size === undefined ? 'neither' : 'both'),
      )
    }
    this.size = each(size, (value) => integer('Upsample', 'size', value, 1))
    this.scale = each(scale, (value) => positive('Upsample', 'scale', value))
    this.mode = oneOf('Upsample', 'mode', mode, MODES)
    this.alignCorners = flag('Upsample', 'alignCorners', alignCorners)
    if (alignCorners && mode.startsWith('nearest')) {
      throw new RangeError(message('Upsample', 'alignCorners with a linear mode', `mode '${mode}'`))
    }
  }

  override forward(x: Tensor): Tensor {
    const { size, scale, mode, alignCorners } = this
    return interpolate(checkTensor(this, x), { size, scale, mode, alignCorners })
  }
}

/** One number or one for each axis, all checked; a list is copied. */
function each(value: PerAxis | undefined, check: (value: unknown) => number): PerAxis | undefined {
  if (value === undefined) return undefined
  return Array.isArray(value) ? Object.freeze(value.map(check)) : check(value)
}
