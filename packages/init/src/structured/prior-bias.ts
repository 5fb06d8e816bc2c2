import { finite, message, type OptionNames } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { exactLog } from '../math/exact-math.ts'
import { everywhere } from './constant.ts'

/** The probability of the rare class. */
export interface PriorBiasOptions {
  /** Probability of the rare class, in (0, 1). */
  readonly probability: number
}

const PRIOR_BIAS: OptionNames<PriorBiasOptions> = { probability: true }

/**
 * `−ln((1 − p)/p)` everywhere, so that a sigmoid starts at p, the probability of a rare class (Lin et al., 2017,
 * https://arxiv.org/abs/1708.02002, section 4.1). Needs no rng.
 *
 * @throws TypeError or RangeError if the probability is not in (0, 1).
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, priorBias } from '@nn/init'
 * priorBias({ probability: 0.01 }).describe({ shape: [2], fans: undefined }).mean // => -4.59511985013459
 * priorBias({ probability: 0.5 })(createRequest({ shape: [2], backend: cpu })).toNested() // => [0, 0]
 * ```
 */
export function priorBias(options: PriorBiasOptions): Initializer {
  checkFactory('priorBias', options, PRIOR_BIAS)
  const { probability } = options
  if (!(finite('priorBias', 'probability', probability) > 0 && probability < 1)) {
    throw new RangeError(message('priorBias', 'probability in (0, 1)', `${probability}`))
  }
  const odds = (1 - probability) / probability
  // The quotient is above all doubles where the probability is below 2⁻¹⁰²⁴; then 1 − p is 1.
  const value = odds === 1 ? 0 : odds < Number.POSITIVE_INFINITY ? -exactLog(odds) : exactLog(probability)
  return everywhere({ name: 'priorBias', probability }, value)
}
