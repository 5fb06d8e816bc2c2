import type { Tensor } from '@nn/tensor'

/** A function from a tensor to one of the same shape. */
export type Activation = (x: Tensor) => Tensor

/**
 * `max(x, 0)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { relu } from '@nn/layers'
 * relu(cpu.tensor([-1, 2])).toNested() // => [0, 2]
 * ```
 */
export const relu: Activation = (x) => x.relu()

/**
 * `λ·x` for `x > 0`, else `λ·α·(eˣ − 1)`, λ ≈ 1.0507, α ≈ 1.6733 (Klambauer et al., 2017, https://arxiv.org/abs/1706.02515).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { selu } from '@nn/layers'
 * selu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const selu: Activation = (x) => x.selu()

/**
 * `x·Φ(x)`, Φ the distribution function of N(0, 1) (Hendrycks and Gimpel, 2016, https://arxiv.org/abs/1606.08415).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { gelu } from '@nn/layers'
 * gelu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const gelu: Activation = (x) => x.gelu()

/**
 * `x·sigmoid(x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { silu } from '@nn/layers'
 * silu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const silu: Activation = (x) => x.silu()

/**
 * `x·tanh(softplus(x))` (Misra, 2019, https://arxiv.org/abs/1908.08681).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { mish } from '@nn/layers'
 * mish(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const mish: Activation = (x) => x.mish()

/**
 * `1 / (1 + e⁻ˣ)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sigmoid } from '@nn/layers'
 * sigmoid(cpu.tensor([0])).toNested() // => [0.5]
 * ```
 */
export const sigmoid: Activation = (x) => x.sigmoid()

/**
 * Hyperbolic tangent.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { tanh } from '@nn/layers'
 * tanh(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const tanh: Activation = (x) => x.tanh()

/**
 * `ln(1 + eˣ)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { softplus } from '@nn/layers'
 * softplus(cpu.tensor([0])).toNested() // => [Math.fround(Math.LN2)]
 * ```
 */
export const softplus: Activation = (x) => x.softplus()

/**
 * x cut to [-1, 1].
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hardtanh } from '@nn/layers'
 * hardtanh(cpu.tensor([-3, 0.5])).toNested() // => [-1, 0.5]
 * ```
 */
export const hardtanh: Activation = (x) => x.hardtanh()

/**
 * `x` for `x > 0`, else `slope · x`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { leakyRelu } from '@nn/layers'
 * leakyRelu(0.5)(cpu.tensor([-1, 2])).toNested() // => [-0.5, 2]
 * ```
 */
export function leakyRelu(slope: number = 0.01): Activation {
  return (x) => x.leakyRelu(slope)
}

/**
 * `x` for `x > 0`, else `alpha · (eˣ − 1)` (Clevert et al., 2015, https://arxiv.org/abs/1511.07289).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { elu } from '@nn/layers'
 * elu(1)(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export function elu(alpha: number = 1): Activation {
  return (x) => x.elu(alpha)
}

/**
 * `eˣ / Σ eˣ` along an axis.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { softmax } from '@nn/layers'
 * softmax(0)(cpu.tensor([0, 0])).toNested() // => [0.5, 0.5]
 * ```
 */
export function softmax(axis: number = -1): Activation {
  return (x) => x.softmax(axis)
}

/**
 * `x − ln Σ eˣ` along an axis.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { logSoftmax } from '@nn/layers'
 * logSoftmax(0)(cpu.tensor([7])).toNested() // => [0]
 * ```
 */
export function logSoftmax(axis: number = -1): Activation {
  return (x) => x.logSoftmax(axis)
}
