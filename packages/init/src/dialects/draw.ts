import type { FloatArray, Rng } from '@nn/random'
import { type Law, normalLaw, truncatedNormalLaw, uniformLaw } from '../initializer/law.ts'

/** One fill of a framework's stream, with the numbers as the framework computes them. */
export type Draw =
  | {
      readonly law: 'uniform'
      readonly low: number
      readonly high: number
      /** Applied to the values, each rounded. */
      readonly factor?: number
    }
  | { readonly law: 'normal'; readonly mean?: number; readonly std: number }
  | {
      readonly law: 'truncatedNormal'
      readonly mean?: number
      readonly std: number
      /** In standard deviations; default -2. */
      readonly low?: number
      readonly high?: number
      readonly bounds?: 'std' | 'absolute'
      /** PyTorch: the release whose form it is. */
      readonly version?: string | undefined
    }

/** U[-bound, bound). */
export function symmetric(bound: number): Draw {
  return { law: 'uniform', low: -bound, high: bound }
}

/** Fills an array. */
export function fillDraw<T extends FloatArray>(rng: Pick<Rng, Draw['law']>, out: T, draw: Draw): T {
  if (draw.law === 'normal') return rng.normal(out, { mean: draw.mean ?? 0, std: draw.std })
  if (draw.law === 'truncatedNormal') {
    const { law, ...options } = draw
    return rng[law](out, options)
  }
  const { low, high, factor } = draw
  rng.uniform(out, { low, high })
  if (factor !== undefined) for (let i = 0; i < out.length; i++) out[i]! *= factor
  return out
}

export function lawOf(draw: Draw): Law {
  if (draw.law === 'uniform') {
    const { low, high, factor = 1 } = draw
    return uniformLaw(low * factor, high * factor)
  }
  const { mean = 0, std } = draw
  if (draw.law === 'normal') return normalLaw(mean, std)
  const { low = -2, high = 2, bounds = 'std' } = draw
  return bounds === 'absolute'
    ? truncatedNormalLaw(mean, std, low, high)
    : truncatedNormalLaw(mean, std, mean + low * std, mean + high * std)
}
