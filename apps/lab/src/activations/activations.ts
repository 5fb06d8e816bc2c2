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
import type { ActivationOp } from '@nn/tensor'
import { exp, expm1, tanh as tanhOf } from '../exact/exp.ts'
import { log, log1p } from '../exact/log.ts'
import { square } from '../exact/powers.ts'
import { cos, sin } from '../exact/sine.ts'
import type { Elementwise } from '../theory/expectation.ts'
import { ACTIVATION_NAMES, type ActivationName, isActivation } from './activation-names.ts'
import { erf, normalDensity, normalShare } from './erf.ts'

/** An activation: as the layers compute it, and as a function φ of one double with its slope φ′, which at a kink is that of the layers. */
export interface ActivationEntry extends Elementwise {
  /** The function of `@nn/layers`; of linear, which is none there, the identity. */
  readonly layer: Activation
  /** What products apply to their sums in the same pass, with the same bits; left out where they cannot. */
  readonly fused?: ActivationOp
  /** The least upper bound of |φ′|. */
  readonly largestSlope: number
  /**
   * Results up to `low` and from `high` on, which are those where |φ′| is at most a tenth of its largest; left out where there are none, or results
   * do not tell, as of gelu, which takes small ones on both sides of its minimum.
   */
  readonly flat?: { readonly low?: number; readonly high?: number }
  /** Whether a flat end is at 0, so that units can be dead. */
  readonly endsAtZero?: boolean
}

const LEAK = 0.01
/** Scale and α of selu (Klambauer et al., 2017, https://arxiv.org/abs/1706.02515). */
const SCALE = 1.0507009873554805
const ALPHA = 1.6732632423543772

const logistic = (x: number): number => 1 / (1 + exp(-x))
const siluSlope = (x: number): number => logistic(x) * (1 + x * logistic(-x))
const geluSlope = (x: number): number => normalShare(x) + x * normalDensity(x)
/** Where a sigmoid's slope is a tenth of its largest: y(1 − y) = 1/40. */
const LOGISTIC_END = (1 - Math.sqrt(0.9)) / 2

/** The activations that the lab knows. */
export const ACTIVATIONS: Readonly<Record<ActivationName, ActivationEntry>> = {
  linear: { layer: (x) => x, phi: (x) => x, slope: () => 1, largestSlope: 1, kinks: [] },
  relu: {
    layer: relu,
    fused: 'relu',
    phi: (x) => Math.max(x, 0),
    slope: (x) => (x > 0 ? 1 : 0),
    largestSlope: 1,
    flat: { low: 0 },
    endsAtZero: true,
  },
  leakyRelu: {
    layer: leakyRelu(LEAK),
    phi: (x) => (x > 0 ? x : LEAK * x),
    slope: (x) => (x > 0 ? 1 : LEAK),
    largestSlope: 1,
    flat: { low: 0 },
  },
  elu: {
    layer: elu(),
    phi: (x) => (x > 0 ? x : expm1(x)),
    slope: (x) => (x > 0 ? 1 : exp(x)),
    largestSlope: 1,
    flat: { low: -0.9 },
  },
  selu: {
    layer: selu,
    phi: (x) => SCALE * (x > 0 ? x : ALPHA * expm1(x)),
    slope: (x) => SCALE * (x > 0 ? 1 : ALPHA * exp(x)),
    largestSlope: SCALE * ALPHA,
    flat: { low: -0.9 * SCALE * ALPHA },
  },
  gelu: {
    layer: gelu,
    fused: 'gelu',
    phi: (x) => x * normalShare(x),
    slope: geluSlope,
    largestSlope: geluSlope(Math.SQRT2),
  },
  silu: {
    layer: silu,
    fused: 'silu',
    phi: (x) => x * logistic(x),
    slope: siluSlope,
    // At the root of x tanh(x/2) = 2.
    largestSlope: siluSlope(2.3993572805154),
  },
  tanh: {
    layer: tanh,
    fused: 'tanh',
    phi: tanhOf,
    slope: (x) => 1 - square(tanhOf(x)),
    largestSlope: 1,
    flat: bothEnds(Math.sqrt(0.9)),
  },
  sigmoid: {
    layer: sigmoid,
    fused: 'sigmoid',
    phi: logistic,
    slope: (x) => logistic(x) * logistic(-x),
    largestSlope: 0.25,
    flat: { low: LOGISTIC_END, high: 1 - LOGISTIC_END },
  },
  softplus: {
    layer: softplus,
    fused: 'softplus',
    phi: (x) => Math.max(x, 0) + log1p(exp(-Math.abs(x))),
    slope: logistic,
    largestSlope: 1,
    // The slope is 1 − e⁻ʸ.
    flat: { low: -log(0.9) },
  },
  sine: { layer: sine, phi: sin, slope: cos, largestSlope: 1, period: 2 * Math.PI, kinks: [] },
  softsign: {
    layer: softsign,
    phi: (x) => x / (1 + Math.abs(x)),
    slope: (x) => 1 / square(1 + Math.abs(x)),
    largestSlope: 1,
    flat: bothEnds(1 - Math.sqrt(0.1)),
  },
  hardtanh: {
    layer: hardtanh,
    phi: (x) => Math.min(Math.max(x, -1), 1),
    slope: (x) => (Math.abs(x) < 1 ? 1 : 0),
    largestSlope: 1,
    kinks: [-1, 1],
    flat: bothEnds(1),
  },
  erf: {
    layer: (x) => x.erf(),
    phi: erf,
    slope: (x) => (2 / Math.sqrt(Math.PI)) * exp(-x * x),
    largestSlope: 2 / Math.sqrt(Math.PI),
    flat: bothEnds(erf(Math.sqrt(log(10)))),
  },
}

/** The activation of a name. @throws RangeError if there is none. */
export function activationOf(name: string): ActivationEntry {
  if (isActivation(name)) return ACTIVATIONS[name]
  const known = ACTIVATION_NAMES.join(', ')
  throw new RangeError(`activation: expected one of ${known}, got ${JSON.stringify(name)}`)
}

function bothEnds(high: number): { readonly low: number; readonly high: number } {
  return { low: -high, high }
}
