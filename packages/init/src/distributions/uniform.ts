import { finite, type OptionNames, ordered } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import { elementwise } from '../initializer/fill.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { uniformLaw } from '../initializer/law.ts'

/** The ends of the range. */
export interface UniformOptions {
  /** Included lower end. Default 0. */
  readonly low?: number
  /** Excluded upper end. Default 1. */
  readonly high?: number
}

/** @internal */
export const UNIFORM: OptionNames<UniformOptions> = { low: true, high: true }

/**
 * U[low, high), by default U[0, 1): every value equally likely, `high` excluded also after rounding to float32.
 *
 * @throws TypeError if an end is no number, RangeError if it is not finite or `low >= high`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, uniform } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const request = createRequest({ shape: [100], backend: cpu, rng: createRng(42) })
 * const w = uniform({ low: -0.07, high: 0.07 })(request)
 * w.abs().le(0.07).all().item() // => true
 * uniform({ low: 1, high: 1 }) // throws /expected low < high/
 * ```
 */
export function uniform(options: UniformOptions = {}): Initializer {
  checkFactory('uniform', options, UNIFORM)
  const { low = 0, high = 1 } = options
  ordered('uniform', finite('uniform', 'low', low), finite('uniform', 'high', high))
  return elementwise({
    config: { name: 'uniform', low, high },
    needs: ['rng'],
    write: ({ rng }, out, start) => rng.uniform(out, { low, high, start }),
    describe: () => uniformLaw(low, high),
  })
}

/**
 * U[low, high), in place; returns the target, a tensor or a parameter.
 *
 * @throws As `uniform`, and TypeError without rng; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { uniform_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = uniform_(cpu.zeros([8]), { low: 5, high: 10, rng: createRng(42) })
 * w.ge(5).all().item() // => true
 * ```
 */
export const uniform_: InPlace<UniformOptions & RngOption> = /* @__PURE__ */ inPlace(
  'uniform_',
  uniform,
  UNIFORM,
)
