import { atOnce, checkOptions, finite, keysOf, message, type OptionNames, oneOf, show } from '@nn/check'
import { exactExp } from '../math/exact-math.ts'
import { integrateRough } from '../math/quadrature.ts'

/** Activations with a built-in gain. elu and celu have α = 1, `geluTanh` is GELU's tanh approximation, `gaussian` is e^(−z²). */
export type Nonlinearity =
  | 'linear'
  | 'relu'
  | 'leakyRelu'
  | 'gelu'
  | 'geluTanh'
  | 'quickGelu'
  | 'silu'
  | 'mish'
  | 'elu'
  | 'celu'
  | 'selu'
  | 'tanh'
  | 'sigmoid'
  | 'softplus'
  | 'softsign'
  | 'hardswish'
  | 'hardsigmoid'
  | 'hardtanh'
  | 'relu6'
  | 'reluSquared'
  | 'sin'
  | 'gaussian'
  | 'abs'

/** Mean and second moment of f(z) for z ~ N(0, 1). Constants, so that no engine's `Math` decides the bits of weights. */
const MOMENTS: Readonly<Record<Exclude<Nonlinearity, 'leakyRelu'>, readonly [mean: number, square: number]>> =
  {
    linear: [0, 1],
    relu: [0.3989422804014327, 0.5],
    gelu: [0.28209479177387814, 0.4252214825702987],
    geluTanh: [0.28203858807878873, 0.42519371103309944],
    quickGelu: [0.2823305528127853, 0.4219528068969808],
    silu: [0.20662096414190703, 0.35577551981735217],
    mish: [0.24040388837479143, 0.45234219237588275],
    elu: [0.16052057226655606, 0.6449454174929239],
    celu: [0.16052057226655606, 0.6449454174929239],
    selu: [0, 1],
    tanh: [0, 0.3942944903978412],
    sigmoid: [0.5, 0.29337903585809294],
    softplus: [0.8060591833474398, 0.9212459088593002],
    softsign: [0, 0.1830140212665475],
    hardswish: [0.1662167006561233, 0.3315673751379077],
    hardsigmoid: [0.5, 0.2776390910565126],
    hardtanh: [0, 0.5160585509617133],
    relu6: [0.3989422802450757, 0.49999999807527046],
    reluSquared: [0.5, 1.5],
    sin: [0, 0.43233235838169365],
    gaussian: [0.5773502691896257, 0.4472135954999579],
    abs: [0.7978845608028654, 1],
  }
const INVERSE_ROOT_TWO_PI = 0.3989422804014327
/** Limit of integration: the density beyond it is 0 in double precision. */
const END = 38
/** How far quadrature may be off: what functions in float32 need. */
const ROUGH = 1e-6

/** The moment of f(z) that a gain brings back to 1, and the slope of leakyRelu. */
export interface GainOptions {
  /** `'secondMoment'` (default): E f(z)², as He et al.; `'variance'`: Var f(z), as Brock et al. (2021). */
  readonly measure?: 'secondMoment' | 'variance'
  /** Slope of leakyRelu below 0, default 0.01; no other activation takes one. */
  readonly slope?: number
}

const GAIN_OPTIONS: OptionNames<GainOptions> = { measure: true, slope: true }

/**
 * The factor on the standard deviation of weights that keeps the scale of signals through an activation f: `1/√E[f(z)²]`, or
 * `1/√Var f(z)`, with z ~ N(0, 1) (He et al., 2015, https://arxiv.org/abs/1502.01852; variance: Brock et al., 2021,
 * https://arxiv.org/abs/2101.08692). Named activations have built-in values. A function of your own may have kinks and jumps; its
 * moments come from adaptive quadrature, to about 13 digits, or 6 if it computes in float32. `calculateGain` is PyTorch's table.
 *
 * @throws RangeError if the name is unknown (with the nearest one), slope is not finite or given without leakyRelu, a function is not
 * finite at some z of [−38, 38] or is noise, or the moment is 0 or not finite.
 * @example
 * ```ts
 * import { gain } from '@nn/init'
 * gain('relu') // => Math.SQRT2
 * gain('gelu') // => 1.5335304411955353
 * gain('tanh', { measure: 'variance' }) === gain('tanh') // => true
 * Math.abs(gain((z) => Math.max(z, 0)) - Math.SQRT2) < 1e-13 // => true
 * gain('swish' as never) // throws /did you mean/
 * ```
 */
export function gain(
  nonlinearity: Nonlinearity | ((z: number) => number),
  options: GainOptions = {},
): number {
  checkOptions('gain', options, GAIN_OPTIONS)
  const { measure = 'secondMoment', slope } = options
  oneOf('gain', 'measure', measure, ['secondMoment', 'variance'])
  if (typeof nonlinearity !== 'function') return Math.sqrt(squaredGain('gain', nonlinearity, slope, measure))
  checkNoSlope('gain', slope, 'a function')
  const [mean, square] = moments(nonlinearity)
  const moment = measure === 'variance' ? square - mean * mean : square
  if (moment > 1e-14 * square && Number.isFinite(moment)) return 1 / Math.sqrt(moment)
  throw new RangeError(
    message('gain', `a function with a finite ${measure} > 0`, `${show(nonlinearity)} with ${moment}`),
  )
}

/** The squared gain of a named activation; checks name and slope. */
export function squaredGain(
  where: string,
  nonlinearity: Nonlinearity,
  slope?: number,
  measure: 'secondMoment' | 'variance' = 'secondMoment',
): number {
  oneOf(where, 'nonlinearity', nonlinearity, [...keysOf(MOMENTS), 'leakyRelu'])
  if (nonlinearity === 'leakyRelu') {
    const below = finite(where, 'slope', slope === undefined ? 0.01 : slope)
    const lost = measure === 'variance' ? (1 - below) ** 2 / Math.PI : 0
    return 2 / (1 + below ** 2 - lost)
  }
  checkNoSlope(where, slope, nonlinearity)
  const [mean, square] = MOMENTS[nonlinearity]
  return 1 / (measure === 'variance' ? square - mean * mean : square)
}

/** Throws if an activation without a slope is given one. */
export function checkNoSlope(where: string, slope: unknown, nonlinearity: string): void {
  if (slope === undefined) return
  throw new RangeError(
    message(where, 'slope only with leakyRelu', `slope ${show(slope)} with ${nonlinearity}`),
  )
}

function moments(f: (z: number) => number): readonly [mean: number, square: number] {
  const density = (z: number): number => INVERSE_ROOT_TWO_PI * exactExp((-z * z) / 2)
  const momentOf = (power: 1 | 2) => (z: number) => {
    const value: unknown = atOnce('gain', `${show(f)} to return a number`, f(z))
    const weighted = typeof value === 'number' ? value ** power * density(z) : Number.NaN
    if (Number.isFinite(weighted)) return weighted
    throw new RangeError(
      message('gain', `${show(f)} to return numbers of finite square`, `${show(value)} at ${z}`),
    )
  }
  const square = integrateRough(-END, END, momentOf(2), 1e-17)
  const mean = integrateRough(-END, END, momentOf(1), 1e-17)
  const rough = square.error > ROUGH * square.value || mean.error > ROUGH * Math.sqrt(square.value)
  if (!rough) return [mean.value, square.value]
  const cure = 'give one that computes the same for the same number'
  throw new RangeError(message('gain', 'a function that has moments', `${show(f)}, which is noise`, cure))
}
