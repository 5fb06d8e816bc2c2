import type { Distribution } from '../distributions/family.ts'
import type { FanMode } from '../distributions/variance-scaling.ts'
import { squaredGain } from '../gain/gain.ts'
import type { Config, Formula, Givens } from './accent.ts'
import type { Draw } from './draw.ts'

/** A framework's variance scaling. */
type Variance = (scale: number, mode: FanMode, law: Distribution, givens: Givens) => Draw

/** The square of Kaiming's gain: of one that was given, or of a nonlinearity. */
export function kaimingScale({ gain, nonlinearity, slope }: Config): number {
  return gain === undefined ? squaredGain('kaiming', nonlinearity, slope) : gain ** 2
}

/** All initializers that are variance scaling, and the plain laws: what TensorFlow, Keras and JAX have. */
export function scalingFormulas(variance: Variance): Readonly<Record<string, Formula>> {
  const xavier =
    (law: Distribution): Formula =>
    ({ gain }, givens) =>
      variance(gain ** 2, 'fanAvg', law, givens)
  const kaiming =
    (law: Distribution): Formula =>
    (config, givens) =>
      variance(kaimingScale(config), config.mode, law, givens)
  const lecun =
    (law: Distribution): Formula =>
    (_, givens) =>
      variance(1, 'fanIn', law, givens)
  return {
    uniform: ({ low, high }) => ({ law: 'uniform', low, high }),
    normal: ({ mean, std }) => ({ law: 'normal', mean, std }),
    truncatedNormal: ({ mean, std, low, high, bounds }) => {
      return { law: 'truncatedNormal', mean, std, low, high, bounds }
    },
    varianceScaling: ({ scale, mode, distribution }, givens) => variance(scale, mode, distribution, givens),
    xavierUniform: xavier('uniform'),
    xavierNormal: xavier('normal'),
    xavierTruncatedNormal: xavier('truncatedNormal'),
    kaimingUniform: kaiming('uniform'),
    kaimingNormal: kaiming('normal'),
    kaimingTruncatedNormal: kaiming('truncatedNormal'),
    lecunUniform: lecun('uniform'),
    lecunNormal: lecun('normal'),
    lecunTruncatedNormal: lecun('truncatedNormal'),
  }
}
