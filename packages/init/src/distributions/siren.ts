import { flag, type OptionNames, positive } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { uniformLaw } from '../initializer/law.ts'
import { byFans } from './by-fans.ts'

/** Place and frequency of a layer in a network of sines. */
export interface SirenOptions {
  /** Whether the layer is the first, whose input is the coordinates. Default false. */
  readonly first?: boolean
  /** The factor ω₀ in `sin(ω₀ · (W·x + b))`, default 30. */
  readonly omega?: number
}

const SIREN: OptionNames<SirenOptions> = { first: true, omega: true }

/**
 * U[-1/n, 1/n) for the first layer and U[-a, a) with a = √(6/n)/ω₀ for the others, with n = fanIn. Keeps the distribution of
 * activations through a network of sines (Sitzmann et al., 2020, https://arxiv.org/abs/2006.09661).
 *
 * @throws TypeError or RangeError if omega is not a finite number > 0; when applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { siren } from '@nn/init'
 * const fans = { fanIn: 2, fanOut: 256 }
 * siren({ first: true }).describe({ shape: [256, 2], fans }).text // => 'U[-0.5, 0.5)'
 * siren().describe({ shape: [256, 2], fans }).text // => 'U[-0.057735, 0.057735)'
 * ```
 */
export function siren(options: SirenOptions = {}): Initializer {
  checkFactory('siren', options, SIREN)
  const { first = false, omega = 30 } = options
  flag('siren', 'first', first)
  positive('siren', 'omega', omega)
  return byFans(
    { name: 'siren', first, omega },
    {
      of: ({ fanIn }) => (first ? 1 / fanIn : Math.sqrt(6 / fanIn) / omega),
      draw: (rng, out, high, start) => rng.uniform(out, { low: -high, high, start }),
      law: (high) => uniformLaw(-high, high),
      text: first ? 'U[-1/fanIn, 1/fanIn)' : `U with bound √(6/fanIn)/${omega}`,
    },
  )
}
