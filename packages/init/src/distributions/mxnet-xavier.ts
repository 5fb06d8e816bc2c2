import { finite, keysOf, type OptionNames, oneOf, positive } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { normalFamily, uniformFamily } from './family.ts'
import { type FanMode, scaledVariance } from './variance-scaling.ts'

/** The three arguments of MXNet's `Xavier`. */
export interface MxnetXavierOptions {
  /** Family of the law, default `'uniform'`. */
  readonly rndType?: 'uniform' | 'gaussian'
  /** The fan that divides, default `'avg'`. */
  readonly factorType?: 'avg' | 'in' | 'out'
  /** Numerator of c², default 3. */
  readonly magnitude?: number
}

/** @internal */
export const MXNET_XAVIER: OptionNames<MxnetXavierOptions> = {
  rndType: true,
  factorType: true,
  magnitude: true,
}

const FACTORS: Readonly<Record<'avg' | 'in' | 'out', FanMode>> = { avg: 'fanAvg', in: 'fanIn', out: 'fanOut' }

/**
 * U[-c, c) or N(0, c²) with c = √(magnitude/fan). Gaussian has three times the variance of uniform: c is the standard deviation of
 * the one and the half-width of the other. MXNet's `Xavier(rnd_type, factor_type, magnitude)`; its defaults are `xavierUniform()`.
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { mxnetXavier } from '@nn/init'
 * const request = { shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } }
 * mxnetXavier().describe(request).text // => 'U[-0.707107, 0.707107)'
 * mxnetXavier({ rndType: 'gaussian' }).describe(request).text // => 'N(0, 0.707107²)'
 * ```
 */
export function mxnetXavier(options: MxnetXavierOptions = {}): Initializer {
  checkFactory('mxnetXavier', options, MXNET_XAVIER)
  const { rndType = 'uniform', factorType = 'avg', magnitude = 3 } = options
  oneOf('mxnetXavier', 'rndType', rndType, ['uniform', 'gaussian'])
  oneOf('mxnetXavier', 'factorType', factorType, keysOf(FACTORS))
  positive('mxnetXavier', 'magnitude', magnitude)
  const config = { name: 'mxnetXavier', rndType, factorType, magnitude }
  return rndType === 'uniform'
    ? scaledVariance(config, magnitude / 3, FACTORS[factorType], uniformFamily)
    : scaledVariance(config, magnitude, FACTORS[factorType], normalFamily)
}

/** The fan, and the slope of a parametric relu (PReLU). */
export interface MsraPreluOptions {
  /** The fan that divides, default `'avg'`. */
  readonly factorType?: 'avg' | 'in' | 'out'
  /** Slope of the relu below 0, default 0.25. */
  readonly slope?: number
}

/** @internal */
export const MSRA_PRELU: OptionNames<MsraPreluOptions> = { factorType: true, slope: true }

/**
 * N(0, std²) with std² = 2/((1 + slope²)·fan). MXNet's `MSRAPrelu`: its defaults, the mean of the fans and slope 0.25, are not those
 * of He et al. (2015, https://arxiv.org/abs/1502.01852).
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, TypeError without rng, or without axes and fans.
 * @example
 * ```ts
 * import { msraPrelu } from '@nn/init'
 * const law = msraPrelu({ factorType: 'in', slope: 0 }).describe({ shape: [8, 4], fans: { fanIn: 4, fanOut: 8 } })
 * law.text // => 'N(0, 0.707107²)'
 * ```
 */
export function msraPrelu(options: MsraPreluOptions = {}): Initializer {
  checkFactory('msraPrelu', options, MSRA_PRELU)
  const { factorType = 'avg', slope = 0.25 } = options
  oneOf('msraPrelu', 'factorType', factorType, keysOf(FACTORS))
  finite('msraPrelu', 'slope', slope)
  const config = { name: 'msraPrelu', factorType, slope }
  return scaledVariance(config, 2 / (1 + slope * slope), FACTORS[factorType], normalFamily)
}
