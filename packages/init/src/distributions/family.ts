import type { FloatArray, Rng } from '@nn/random'
import { type Law, normalLaw, truncatedNormalLaw, uniformLaw } from '../initializer/law.ts'
import { truncatedMoments } from '../math/truncated-moments.ts'

/** The family of a variance-scaled law. */
export type Distribution = 'normal' | 'truncatedNormal' | 'uniform'

/** Laws of mean 0 and one form, told apart by their variance. */
export interface Family {
  /** Fills `out` with the elements from `start` on, of the given variance. */
  draw(rng: Rng, out: FloatArray, variance: number, start: number): unknown
  law(variance: number): Law
  /** The law in words, with a formula for its variance. */
  text(variance: string): string
}

export const normalFamily: Family = {
  draw: (rng, out, variance, start) => rng.normal(out, { std: Math.sqrt(variance), start }),
  law: (variance) => normalLaw(0, Math.sqrt(variance)),
  text: (variance) => `N(0, ${variance})`,
}

export const uniformFamily: Family = {
  draw: (rng, out, variance, start) => {
    const high = Math.sqrt(3 * variance)
    return rng.uniform(out, { low: -high, high, start })
  },
  law: (variance) => uniformLaw(-Math.sqrt(3 * variance), Math.sqrt(3 * variance)),
  text: (variance) => `U with variance ${variance}`,
}

/** Moments of N(0, 1) cut to [-2, 2], the usual cut: std is √(1 − 4φ(2)/(2Φ(2) − 1)). */
const AT_TWO = { mean: 0, std: 0.8796256610342398 }

/** Normal laws cut to [low, high] standard deviations, then shifted and scaled to mean 0 and the variance. */
export function truncatedFamily(low: number = -2, high: number = 2): Family {
  const cut = low === -2 && high === 2 ? AT_TWO : truncatedMoments(low, high)
  const uncut = (variance: number) => {
    const std = Math.sqrt(variance) / cut.std
    return { mean: cut.mean === 0 ? 0 : -std * cut.mean, std }
  }
  return {
    draw: (rng, out, variance, start) => rng.truncatedNormal(out, { ...uncut(variance), low, high, start }),
    law: (variance) => {
      const { mean, std } = uncut(variance)
      const law = truncatedNormalLaw(mean, std, mean + low * std, mean + high * std)
      return { ...law, mean: 0, std: Math.sqrt(variance) }
    },
    text: (variance) =>
      `N cut at ${low === -high ? `${high} std` : `[${low}, ${high}] std`}, variance ${variance}`,
  }
}
