import { ShapeError, type Tensor } from '@nn/tensor'
import { finite } from './check.ts'
import { checkOptions } from './check-options.ts'
import { type Initializable, initializeTarget } from './in-place.ts'
import { createInitializer, type Initializer } from './initializer.ts'
import { digits } from './law.ts'
import { showShape } from './show-shape.ts'

/** What stands on the diagonal. */
export interface EyeOptions {
  /** What stands on the diagonal, default 1. */
  readonly gain?: number
}

/**
 * `gain` where both indices are equal, else 0: `[rows, columns]`, square or not. Needs no rng.
 *
 * @throws TypeError or RangeError if gain is not a finite number; when applied, ShapeError if there are not 2 axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, eye } from '@nn/init'
 * eye()(createRequest({ shape: [2, 3], backend: cpu })).toNested() // => [[1, 0, 0], [0, 1, 0]]
 * ```
 */
export function eye(options: EyeOptions = {}): Initializer {
  checkOptions('eye', options, ['gain'])
  const { gain = 1 } = options
  finite('eye', 'gain', gain)
  return createInitializer(
    { name: 'eye', gain },
    [],
    ({ path, shape, dtype, backend }) => {
      const [rows, columns] = shape
      if (rows === undefined || columns === undefined || shape.length > 2) {
        throw new ShapeError(`${path}: expected 2 axes for eye, got shape ${showShape(shape)}`)
      }
      return backend.eye(rows, { columns, dtype }).mul_(gain)
    },
    () => ({ text: gain === 1 ? 'eye' : `eye, gain ${digits(gain)}` }),
  )
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
export function eye_<T extends Tensor | Initializable>(target: T, options: EyeOptions = {}): T {
  return initializeTarget('eye_', target, eye(options))
}
