import { type OptionNames, within } from '@nn/check'
import type { FloatArray } from '@nn/random'
import type { TensorData } from '@nn/tensor'
import { checkFactory } from '../initializer/check-factory.ts'
import { fill } from '../initializer/fill.ts'
import { createInitializer, type Initializer, type InitLike, isData } from '../initializer/initializer.ts'
import { digits, type Law } from '../initializer/law.ts'
import { toInitializer } from '../initializer/to-initializer.ts'

/** How many elements a mask leaves. */
export interface MaskedOptions {
  /** Probability that an element is kept, in [0, 1]. Default 0.5. */
  readonly keep?: number
}

const MASKED: OptionNames<MaskedOptions> = { keep: true }

/**
 * An element of `init` with probability `keep`, else 0: independent coins, drawn before the values.
 *
 * @throws TypeError if `init` is no initializer, RangeError if keep is not in [0, 1]; when applied, TypeError without rng.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant, createRequest, masked } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = masked(constant(3), { keep: 0.25 })(createRequest({ shape: [1000], backend: cpu, rng: createRng(42) }))
 * Math.abs(Number(w.mean().item()) - 0.75) < 0.1 // => true
 * ```
 */
export function masked(init: InitLike, options: MaskedOptions = {}): Initializer {
  const inner = toInitializer(init)
  checkFactory('masked', options, MASKED)
  const { keep = 0.5 } = options
  within('masked', 'keep', keep, 0, 1)
  return createInitializer({
    config: { name: 'masked', init: inner.config, keep },
    needs: [...new Set(['rng' as const, ...inner.needs])],
    draw: (request) => {
      const coins = fill('masked', request, (out) => request.rng.bernoulli(out, { p: keep }))
      return product(inner.elements(request), coins)
    },
    describe: (request) => maskedLaw(inner.describe(request), keep),
    check: inner.check,
    isData: isData(inner),
    ...(inner.elementwise
      ? {
          slice: (request, start, end) => {
            const draw = (out: FloatArray) => request.rng.bernoulli(out, { p: keep, start })
            const coins = fill('masked', request, draw, end - start)
            return product(inner.elements(request, start, end), coins)
          },
        }
      : {}),
  })
}

function product(values: TensorData, coins: FloatArray): TensorData {
  return values.map((value, i) => value * coins[i]!)
}

function maskedLaw({ text, mean, std, low, high }: Law, keep: number): Law {
  const moments =
    mean === undefined || std === undefined
      ? {}
      : { mean: keep * mean, std: Math.sqrt(keep * (std * std + mean * mean) - (keep * mean) ** 2) }
  return {
    text: `${text} with probability ${digits(keep)}, else 0`,
    ...moments,
    ...(low === undefined ? {} : { low: Math.min(0, low) }),
    ...(high === undefined ? {} : { high: Math.max(0, high) }),
  }
}
