import { roundHalf } from '../../../numerics/half.ts'
import { log } from '../../../numerics/log.ts'
import { normalSurvival } from '../../../numerics/normal-tail.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import type { Rules, TorchFloat } from '../rules.ts'
import { inverseErf, inverseErf32 } from './erfinv.ts'
import type { Generator } from './generator.ts'
import { fillNormal } from './normal.ts'
import { fillUniform } from './uniform.ts'

/** N(mean, std²) cut to [low, high], and the tensor that is filled. */
export interface Truncation {
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
  readonly dtype: TorchFloat
  readonly contiguous: boolean
  /** Whether the candidates' tensor, `empty_like` of it, is row-major. */
  readonly likeContiguous: boolean
}

/** `nn.init.trunc_normal_` of elements in memory order. */
export function fillTruncatedNormal(
  generator: Generator,
  out: FloatArray,
  law: Truncation,
  rules: Rules,
): void {
  if (law.std === 0) fillNormal(generator, out, law.mean, 0, law.dtype, law.contiguous, rules)
  else if (!rules.modern) fillByInverse(generator, out, law, rules)
  else if (mass(law) > 0.3) rejectNormals(generator, out, law, rules)
  else rejectUniforms(generator, out, law, rules)
}

/** Whether the law is filled by candidates from U[low, high), which needs finite bounds. */
export function needsFiniteBounds(
  law: Pick<Truncation, 'mean' | 'std' | 'low' | 'high'>,
  rules: Rules,
): boolean {
  return rules.modern && !(mass(law) > 0.3)
}

function cdf(z: number): number {
  return normalSurvival(-z)
}

function mass({ mean, std, low, high }: Pick<Truncation, 'mean' | 'std' | 'low' | 'high'>): number {
  return cdf((high - mean) / std) - cdf((low - mean) / std)
}

/** Rounding of each operation's result to the tensor's type. */
function rounding(dtype: TorchFloat): (x: number) => number {
  if (dtype === 'float64') return (x) => x
  if (dtype === 'float32') return Math.fround
  const round = roundHalf(dtype)
  return (x) => round(Math.fround(x))
}

/** Up to 2.11: U[2Φ(low) − 1, 2Φ(high) − 1) through the inverse error function, scaled, moved and clamped. */
function fillByInverse(generator: Generator, out: FloatArray, law: Truncation, rules: Rules): void {
  const { mean, std, low, high, dtype } = law
  const round = rounding(dtype)
  const scalar = dtype === 'float64' ? (x: number) => x : Math.fround
  const scale = scalar(std * Math.sqrt(2))
  const [least, most, middle] = [round(low), round(high), scalar(mean)]
  fillUniform(generator, out, 2 * cdf((low - mean) / std) - 1, 2 * cdf((high - mean) / std) - 1, dtype, rules)
  const inverse = dtype === 'float32' ? inverseErf32 : (y: number) => round(inverseErf(y))
  for (let i = 0; i < out.length; i++) {
    const moved = round(round(inverse(out[i]!) * scale) + middle)
    out[i] = Math.min(Math.max(moved, least), most)
  }
}

/** Normals; while any lies outside, a whole new tensor of them, of which only the places outside take theirs. */
function rejectNormals(generator: Generator, out: FloatArray, law: Truncation, rules: Rules): void {
  const { mean, std, low, high, dtype, contiguous, likeContiguous } = law
  const round = rounding(dtype)
  const [least, most] = [round(low), round(high)]
  fillNormal(generator, out, mean, std, dtype, contiguous, rules)
  const outside = out.map((x) => Number(x < least || x > most))
  const candidates = out.slice()
  while (outside.includes(1)) {
    fillNormal(generator, candidates, mean, std, dtype, likeContiguous, rules)
    for (let i = 0; i < out.length; i++) {
      if (outside[i] === 0) continue
      const x = candidates[i]!
      out[i] = x
      outside[i] = Number(x < least || x > most)
    }
  }
}

/** Uniforms of [low, high), kept with the probability of their density over its peak; rejected places are drawn anew. */
function rejectUniforms(generator: Generator, out: FloatArray, law: Truncation, rules: Rules): void {
  const { mean, std, low, high, dtype } = law
  const round = rounding(dtype)
  const peak = Math.min(Math.max(mean, low), high)
  // A number that is taken from a half tensor is first one of its type; one that divides it stays float32.
  const scalar = dtype === 'float64' ? (x: number) => x : Math.fround
  const logPeak = round(-0.5 * ((peak - mean) / std) ** 2)
  const [middle, deviation] = [round(mean), scalar(std)]
  const chances = out.slice()
  const candidates = out.slice()
  const rejected = new Uint8Array(out.length).fill(1)
  while (rejected.includes(1)) {
    fillUniform(generator, candidates, low, high, dtype, rules)
    fillUniform(generator, chances, 0, 1, dtype, rules)
    for (let i = 0; i < out.length; i++) {
      if (rejected[i] === 0) continue
      const x = candidates[i]!
      const z = round(round(x - middle) / deviation)
      const logDensity = round(round(-0.5 * round(z * z)) - logPeak)
      const chance = chances[i]!
      out[i] = x
      rejected[i] = Number((chance === 0 ? -Infinity : round(log(chance))) > logDensity)
    }
  }
}
