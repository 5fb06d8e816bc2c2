import {
  type Activation,
  elu,
  gelu,
  hardtanh,
  leakyRelu,
  relu,
  selu,
  sigmoid,
  silu,
  sine,
  softplus,
  softsign,
  tanh,
} from '@nn/layers'
import { erf, normalDensity, normalShare } from './erf.ts'

/** An activation: as the layers compute it, and as a function of one double, for theory. */
export interface ActivationEntry {
  /** The function of `@nn/layers`; of linear, which is none there, the identity. */
  readonly layer: Activation
  /** φ(x). */
  readonly value: (x: number) => number
  /** φ′(x), at a kink that of the layers. */
  readonly slope: (x: number) => number
  /** The least upper bound of |φ′|. */
  readonly largestSlope: number
  /**
   * Results up to `low` and from `high` on are those where |φ′| is at most a tenth of its largest; undefined where there are none, or results do not
   * tell, as of gelu, which takes them on both sides of its minimum.
   */
  readonly flat: { readonly low?: number; readonly high?: number } | undefined
  /** Whether a flat end is at 0, so that units can be dead. */
  readonly endsAtZero: boolean
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))
/** Scale and α of selu (Klambauer et al., 2017, https://arxiv.org/abs/1706.02515). */
const [SCALE, ALPHA] = [1.0507009873554805, 1.6732632423543772]
const LEAK = 0.01

/** The activations that the lab knows, by the names of `@nn/layers`, in the order in which a reader sees them. */
export const ACTIVATION_NAMES = [
  'linear',
  'relu',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'tanh',
  'sigmoid',
  'softplus',
  'sine',
  'softsign',
  'hardtanh',
  'erf',
] as const
export type ActivationName = (typeof ACTIVATION_NAMES)[number]

export const ACTIVATIONS: Readonly<Record<ActivationName, ActivationEntry>> = {
  linear: entry((x) => x, [(x) => x, () => 1], 1),
  relu: entry(relu, [(x) => Math.max(x, 0), (x) => (x > 0 ? 1 : 0)], 1, { low: 0 }, true),
  leakyRelu: entry(leakyRelu(LEAK), [(x) => (x > 0 ? x : LEAK * x), (x) => (x > 0 ? 1 : LEAK)], 1, {
    low: 0,
  }),
  elu: entry(elu(), [(x) => (x > 0 ? x : Math.expm1(x)), (x) => (x > 0 ? 1 : Math.exp(x))], 1, { low: -0.9 }),
  selu: entry(
    selu,
    [(x) => SCALE * (x > 0 ? x : ALPHA * Math.expm1(x)), (x) => SCALE * (x > 0 ? 1 : ALPHA * Math.exp(x))],
    SCALE * ALPHA,
    { low: -0.9 * SCALE * ALPHA },
  ),
  gelu: entry(
    gelu,
    [(x) => x * normalShare(x), (x) => normalShare(x) + x * normalDensity(x)],
    // At √2.
    normalShare(Math.SQRT2) + Math.SQRT2 * normalDensity(Math.SQRT2),
  ),
  silu: entry(
    silu,
    [(x) => x * logistic(x), (x) => logistic(x) * (1 + x * logistic(-x))],
    1.0998393194600435,
  ),
  tanh: entry(tanh, [Math.tanh, (x) => 1 - Math.tanh(x) ** 2], 1, bothEnds(Math.sqrt(0.9))),
  sigmoid: entry(sigmoid, [logistic, (x) => logistic(x) * logistic(-x)], 0.25, {
    low: (1 - Math.sqrt(0.9)) / 2,
    high: (1 + Math.sqrt(0.9)) / 2,
  }),
  softplus: entry(softplus, [(x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), logistic], 1, {
    low: -Math.log(0.9),
  }),
  sine: entry(sine, [Math.sin, Math.cos], 1),
  softsign: entry(
    softsign,
    [(x) => x / (1 + Math.abs(x)), (x) => 1 / (1 + Math.abs(x)) ** 2],
    1,
    bothEnds(1 - Math.sqrt(0.1)),
  ),
  hardtanh: entry(
    hardtanh,
    [(x) => Math.min(Math.max(x, -1), 1), (x) => (Math.abs(x) < 1 ? 1 : 0)],
    1,
    bothEnds(1),
  ),
  erf: entry(
    (x) => x.erf(),
    [erf, (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x)],
    2 / Math.sqrt(Math.PI),
    bothEnds(erf(Math.sqrt(Math.log(10)))),
  ),
}

/** Whether a word is a name of the table. */
export function isActivation(name: string): name is ActivationName {
  return ACTIVATION_NAMES.some((known) => known === name)
}

/** The activation of a name. @throws RangeError if there is none. */
export function activationOf(name: string): ActivationEntry {
  if (isActivation(name)) return ACTIVATIONS[name]
  throw new RangeError(
    `activation: expected one of ${ACTIVATION_NAMES.join(', ')}, got ${JSON.stringify(name)}`,
  )
}

function bothEnds(high: number): { readonly low: number; readonly high: number } {
  return { low: -high, high }
}

function entry(
  layer: Activation,
  [value, slope]: readonly [value: ActivationEntry['value'], slope: ActivationEntry['slope']],
  largestSlope: number,
  flat?: ActivationEntry['flat'],
  endsAtZero = false,
): ActivationEntry {
  return { layer, value, slope, largestSlope, flat, endsAtZero }
}
