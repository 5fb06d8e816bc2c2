import { type OptionNames, within } from '@nn/check'
import type { FloatArray } from '@nn/random'
import type { TensorData } from '@nn/tensor'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkFill, fill } from '../initializer/fill.ts'
import {
  createInitializer,
  type Description,
  type Initializer,
  type InitLike,
  isData,
} from '../initializer/initializer.ts'
import { digits, type Law } from '../initializer/law.ts'
import type { InitRequest } from '../initializer/request.ts'
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
  const { writer } = inner
  const description: Description = {
    config: { name: 'masked', init: inner.config, keep },
    needs: [...new Set(['rng' as const, ...inner.needs])],
    describe: (request) => maskedLaw(inner.describe(request), keep),
    check: inner.check,
    isData: isData(inner),
  }
  const coinsOf = (request: InitRequest, start: number, length?: number): FloatArray =>
    fill('masked', request, (out) => request.rng.bernoulli(out, { p: keep, start }), length)
  if (writer === undefined) {
    const draw = (request: InitRequest): TensorData => {
      const coins = coinsOf(request, 0)
      return hide(inner.elements(request).slice(), coins)
    }
    return createInitializer({ ...description, draw })
  }
  return createInitializer({
    ...description,
    writer: (request) => {
      checkFill('masked', request)
      const write = writer(request)
      return (out, start) => {
        const coins = coinsOf(request, start, out.length)
        write(out, start)
        hide(out, coins)
      }
    },
  })
}

/** Multiplies values where they lie by 1 or 0. */
function hide(values: TensorData, coins: FloatArray): TensorData {
  for (let i = 0; i < values.length; i++) values[i]! *= coins[i]!
  return values
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
