import { finite, integer, message, type OptionNames, showShape } from '@nn/check'
import { ShapeError, type TensorData } from '@nn/tensor'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkNumber } from '../initializer/held.ts'
import { type InPlaceOptional, inPlace } from '../initializer/in-place.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { digits, type Law, type LawRequest, twoPoint } from '../initializer/law.ts'
import { drawParts, ofGroups, partsOf } from '../initializer/parts.ts'
import type { InitRequest } from '../initializer/request.ts'
import { allocate } from '../initializer/typed-arrays.ts'
import { sizeOf } from '../math/size-of.ts'
import { isKnownShape } from '../parameter/shape.ts'

/** Value and place of the diagonal. */
export interface EyeOptions {
  /** Value on the diagonal, default 1. */
  readonly gain?: number
  /** Columns by which the diagonal is rotated to the right. Default 0. */
  readonly shift?: number
  /** Whether a weight of more than 2 axes is a stack of matrices. Default false: it is an error. */
  readonly batched?: boolean
}

const EYE: OptionNames<EyeOptions> = { gain: true, shift: true, batched: true }

/**
 * `gain` at `[i, (i + shift) mod columns]` and 0 elsewhere, for `[rows, columns]`, square or not. Each block of a packed weight and
 * each expert is a matrix of its own. Needs no rng.
 *
 * @throws TypeError or RangeError if gain is not a finite number or shift no integer; when applied, ShapeError if there are not 2 axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, eye } from '@nn/init'
 * eye()(createRequest({ shape: [2, 3], backend: cpu })).toNested() // => [[1, 0, 0], [0, 1, 0]]
 * eye({ shift: 2 })(createRequest({ shape: [2, 3], backend: cpu })).toNested() // => [[0, 0, 1], [1, 0, 0]]
 * ```
 */
export function eye(options: EyeOptions = {}): Initializer {
  checkFactory('eye', options, EYE)
  const { gain = 1, shift = 0, batched = false } = options
  finite('eye', 'gain', gain)
  integer('eye', 'shift', shift)
  const config = { name: 'eye', gain, ...(shift === 0 ? {} : { shift }), ...(batched ? { batched } : {}) }
  return diagonal(config, { gain, shift, batched })
}

/** `eye` under another name. */
export function diagonal(config: Initializer['config'], options: Required<EyeOptions>): Initializer {
  const { name } = config
  return createInitializer({
    config,
    draw: (request) => drawParts(request, (part) => matrices(name, part, options)),
    describe: (request) => law(name, options, request),
  })
}

/**
 * `gain` on the diagonal, else 0, in place; returns the target, a tensor or a parameter.
 *
 * @throws As `eye`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { eye_ } from '@nn/init'
 * eye_(cpu.ones([2, 2]), { gain: 3 }).toNested() // => [[3, 0], [0, 3]]
 * ```
 */
export const eye_: InPlaceOptional<EyeOptions> = /* @__PURE__ */ inPlace('eye_', eye, EYE)

/** Identity matrices along the last two axes of a part. */
function matrices(
  name: string,
  request: InitRequest,
  { gain, shift, batched }: Required<EyeOptions>,
): TensorData {
  const { path, shape, dtype } = request
  const [rows, columns] = shape.slice(-2)
  if (rows === undefined || columns === undefined || (shape.length > 2 && !batched)) {
    throw new ShapeError(message(path, `2 axes for ${name}`, `shape ${showShape(shape)}`))
  }
  checkNumber(path, gain, dtype)
  const values = allocate(path, dtype, sizeOf(shape))
  const count = rows * columns === 0 ? 0 : values.length / (rows * columns)
  for (let matrix = 0; matrix < count; matrix++) {
    for (let i = 0; i < Math.min(rows, columns); i++) {
      const column = (((i + shift) % columns) + columns) % columns
      values[(matrix * rows + i) * columns + column] = gain
    }
  }
  return values
}

/** A matrix of n rows has min(rows, columns) elements that are not 0. */
function law(name: string, { gain, shift }: Required<EyeOptions>, { shape, axes }: LawRequest): Law {
  const details = [
    ...(gain === 1 ? [] : [`gain ${digits(gain)}`]),
    ...(shift === 0 ? [] : [`shift ${shift}`]),
  ]
  const text = ofGroups([name, ...details].join(', '), axes, shape)
  if (shape.length < 2 || !isKnownShape(shape)) return { text }
  const part = partsOf({ shape, axes })[0]
  const [rows = 0, columns = 0] = part?.shape.slice(-2) ?? []
  const share = Math.min(rows, columns) / (rows * columns)
  return rows * columns === 0 ? { text } : { text, ...twoPoint(gain, share) }
}
