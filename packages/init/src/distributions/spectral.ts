import { positive } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { digits, normalLaw } from '../initializer/law.ts'
import { ORTHOGONAL, type OrthogonalOptions } from '../orthogonal/orthogonal.ts'
import { byFans } from './by-fans.ts'

/**
 * N(0, std²) with std = gain/√fanIn · min(1, √(fanOut/fanIn)). Keeps the spectral norm of the matrix of the order of
 * √(fanOut/fanIn) at every width, the condition for feature learning (Yang et al., 2023, https://arxiv.org/abs/2310.17813,
 * parametrization 1).
 *
 * @throws TypeError or RangeError if gain is not a finite number > 0; when applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { spectral } from '@nn/init'
 * spectral().describe({ shape: [64, 256], fans: { fanIn: 256, fanOut: 64 } }).std // => 0.03125
 * ```
 */
export function spectral(options: OrthogonalOptions = {}): Initializer {
  checkFactory('spectral', options, ORTHOGONAL)
  const { gain = 1 } = options
  positive('spectral', 'gain', gain)
  return byFans(
    { name: 'spectral', gain },
    {
      of: ({ fanIn, fanOut }) => (gain / Math.sqrt(fanIn)) * Math.min(1, Math.sqrt(fanOut / fanIn)),
      draw: (rng, out, std, start) => rng.normal(out, { std, start }),
      law: (std) => normalLaw(0, std),
      text: `N, spectral, gain ${digits(gain)}`,
    },
  )
}
