import { finite, keysOf, oneOf } from '@nn/check'

import { checkNoSlope } from './gain.ts'

/** The nonlinearities of PyTorch's table. */
export type TorchNonlinearity =
  | 'linear'
  | 'conv1d'
  | 'conv2d'
  | 'conv3d'
  | 'convTranspose1d'
  | 'convTranspose2d'
  | 'convTranspose3d'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'leakyRelu'
  | 'selu'

/** Squared gains (tanh: 25/9, selu: 9/16), so that each gain is rounded once. */
const SQUARED_GAINS: Readonly<Record<TorchNonlinearity, number>> = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  convTranspose1d: 1,
  convTranspose2d: 1,
  convTranspose3d: 1,
  sigmoid: 1,
  tanh: 2.7777777777777777,
  relu: 2,
  leakyRelu: 2,
  selu: 0.5625,
}
const NONLINEARITIES: readonly TorchNonlinearity[] = /* @__PURE__ */ keysOf(SQUARED_GAINS)

/**
 * PyTorch's gain of a nonlinearity, a factor on the standard deviation of weights: 1 for linear, convolutions and sigmoid, 5/3 for
 * tanh, √2 for relu (He et al., 2015), √(2/(1 + slope²)) for leakyRelu, 3/4 for selu. The table is that of
 * `torch.nn.init.calculate_gain` (https://docs.pytorch.org/docs/stable/nn.init.html). `gain` has exact values, for more activations.
 *
 * @param slope Slope of leakyRelu below 0, default 0.01; no other nonlinearity takes one.
 * @throws RangeError if the name is unknown (with the nearest one), slope is not finite, or given without leakyRelu.
 * @example
 * ```ts
 * import { calculateGain } from '@nn/init'
 * calculateGain('relu') // => Math.SQRT2
 * calculateGain('leakyRelu', 0.2) // => 1.3867504905630728
 * calculateGain('leaky_relu' as never) // throws /did you mean "leakyRelu"/
 * ```
 */
export function calculateGain(nonlinearity: TorchNonlinearity, slope?: number): number {
  oneOf('calculateGain', 'nonlinearity', nonlinearity, NONLINEARITIES)
  const squared = SQUARED_GAINS[nonlinearity]
  if (nonlinearity === 'leakyRelu') {
    return Math.sqrt(
      squared / (1 + finite('calculateGain', 'slope', slope === undefined ? 0.01 : slope) ** 2),
    )
  }
  checkNoSlope('calculateGain', slope, nonlinearity)
  return Math.sqrt(squared)
}
