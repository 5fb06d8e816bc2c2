import { deviation, finite, number, type OptionNames, oneOf, ordered, within } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import { elementwise } from '../initializer/fill.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { truncatedNormalLaw } from '../initializer/law.ts'
import type { NormalOptions } from './normal.ts'

/** A normal law and its bounds. */
export interface TruncatedNormalOptions extends NormalOptions {
  /** Lower bound, may be -Infinity. Default -2. */
  readonly low?: number
  /** Upper bound, may be Infinity. Default 2. */
  readonly high?: number
  /** `'std'` (default): bounds are standard deviations from the mean; `'absolute'`: bounds are values. */
  readonly bounds?: 'std' | 'absolute'
}

/** @internal */
export const TRUNCATED_NORMAL: OptionNames<TruncatedNormalOptions> = {
  mean: true,
  std: true,
  low: true,
  high: true,
  bounds: true,
}

/**
 * N(mean, std²) cut to [low, high], by default two standard deviations either side of the mean. `std` is the standard deviation
 * before the cut; after a cut at ±2 it is 0.8796256610342398 · std.
 *
 * @throws TypeError if an option is of the wrong kind, RangeError if it is NaN, `std < 0`, `low >= high`, bounds are
 * unknown, or std is 0 and the mean outside of them.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, truncatedNormal } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const request = createRequest({ shape: [1000], backend: cpu, rng: createRng(42) })
 * truncatedNormal({ std: 0.02 })(request).abs().le(0.04).all().item() // => true
 * truncatedNormal({ low: 3, high: 3 }) // throws /expected low < high/
 * ```
 */
export function truncatedNormal(options: TruncatedNormalOptions = {}): Initializer {
  const where = 'truncatedNormal'
  checkFactory(where, options, TRUNCATED_NORMAL)
  const { mean = 0, std = 1, low = -2, high = 2, bounds = 'std' } = options
  finite(where, 'mean', mean)
  deviation(where, std)
  ordered(where, number(where, 'low', low), number(where, 'high', high))
  oneOf(where, 'bounds', bounds, ['std', 'absolute'])
  const law = { mean, std, low, high, bounds }
  const value = (end: number): number => (bounds === 'absolute' ? end : std === 0 ? mean : mean + std * end)
  if (std === 0) within(where, 'mean', mean, value(low), value(high))
  return elementwise({
    config: { name: where, ...law },
    needs: ['rng'],
    write: ({ rng }, out, start) => rng.truncatedNormal(out, { ...law, start }),
    describe: () => truncatedNormalLaw(mean, std, value(low), value(high)),
  })
}

/**
 * N(mean, std²) cut to [low, high], in place; returns the target, a tensor or a parameter.
 *
 * @throws As `truncatedNormal`, and TypeError without rng; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { truncatedNormal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = truncatedNormal_(cpu.zeros([8]), { low: 0, high: 1, bounds: 'absolute', rng: createRng(42) })
 * w.ge(0).all().item() // => true
 * ```
 */
export const truncatedNormal_: InPlace<TruncatedNormalOptions & RngOption> = /* @__PURE__ */ inPlace(
  'truncatedNormal_',
  truncatedNormal,
  TRUNCATED_NORMAL,
)
