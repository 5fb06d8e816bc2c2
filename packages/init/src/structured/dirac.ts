import { finite, integer, type OptionNames } from '@nn/check'
import type { TensorData } from '@nn/tensor'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkNumber } from '../initializer/held.ts'
import { type InPlaceOptional, inPlace } from '../initializer/in-place.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { digits, twoPoint } from '../initializer/law.ts'
import { ofGroups } from '../initializer/parts.ts'
import type { InitRequest } from '../initializer/request.ts'
import { allocate } from '../initializer/typed-arrays.ts'
import { sizeOf } from '../math/size-of.ts'
import { indexIn, kernelOf } from '../parameter/kernel.ts'
import { isKnownShape } from '../parameter/shape.ts'

/** Value and groups of an identity convolution. */
export interface DiracOptions {
  /** Value at the centre, default 1. */
  readonly gain?: number
  /** Number of groups, default the layer's own, or 1. */
  readonly groups?: number
}

const DIRAC: OptionNames<DiracOptions> = { gain: true, groups: true }

/**
 * The identity convolution: `gain` where output and input are the same channel of their group, at place `⌊k/2⌋` of each axis of the
 * field, and 0 elsewhere. PyTorch's `dirac_`; with groups, the identity of a grouped convolution. 3 to 5 axes. Needs no rng.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, ShapeError for another number of axes, RangeError if
 * groups do not divide the units.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, dirac } from '@nn/init'
 * dirac()(createRequest({ shape: [2, 2, 3], backend: cpu })).toNested() // => [[[0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 1, 0]]]
 * ```
 */
export function dirac(options: DiracOptions = {}): Initializer {
  checkFactory('dirac', options, DIRAC)
  const { gain = 1, groups } = options
  finite('dirac', 'gain', gain)
  if (groups !== undefined) integer('dirac', 'groups', groups, 1)
  return createInitializer({
    config: { name: 'dirac', gain, ...(groups === undefined ? {} : { groups }) },
    draw: (request) => identity(request, gain, groups),
    describe: ({ path = 'dirac', shape, axes }) => {
      const name = gain === 1 ? 'dirac' : `dirac, gain ${digits(gain)}`
      const text = ofGroups(name, groups === undefined ? axes : { out: 0, groups }, shape)
      if (!isKnownShape(shape) || sizeOf(shape) === 0) return { text }
      const { groups: count, units, perGroup } = kernelOf('dirac', { path, shape, axes }, groups)
      const ones = count * Math.min(units.length / count, perGroup.length)
      return { text, ...twoPoint(gain, ones / sizeOf(shape)) }
    },
  })
}

/**
 * The identity convolution, in place; returns the target, a tensor or a parameter.
 *
 * @throws As `dirac`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { dirac_ } from '@nn/init'
 * dirac_(cpu.ones([1, 1, 3])).toNested() // => [[[0, 1, 0]]]
 * ```
 */
export const dirac_: InPlaceOptional<DiracOptions> = /* @__PURE__ */ inPlace('dirac_', dirac, DIRAC)

function identity(request: InitRequest, gain: number, given: number | undefined): TensorData {
  const { path, shape, dtype } = request
  const kernel = kernelOf('dirac', request, given)
  checkNumber(path, gain, dtype)
  const values = allocate(path, dtype, sizeOf(shape))
  const { groups, units, perGroup, field } = kernel
  const perUnit = units.length / groups
  const centre = field.map(({ length }) => Math.floor(length / 2))
  if (values.length > 0) {
    for (let group = 0; group < groups; group++) {
      for (let i = 0; i < Math.min(perUnit, perGroup.length); i++) {
        values[indexIn(kernel, group * perUnit + i, i, centre)] = gain
      }
    }
  }
  return values
}
