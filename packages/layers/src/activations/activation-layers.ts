import { type GeluOptions, type Tensor, where } from '@nn/tensor'
import { numberWithin, positiveNumber } from '../check/options.ts'
import { Module } from '../module/module.ts'

/**
 * The layer of `relu`: `max(x, 0)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Relu } from '@nn/layers'
 * new Relu().forward(cpu.tensor([-1, 2])).toNested() // => [0, 2]
 * ```
 */
export class Relu extends Module {
  override forward(x: Tensor): Tensor {
    return x.relu()
  }
}

/**
 * The layer of `selu`: `λ·x` for `x > 0`, else `λ·α·(eˣ − 1)`, λ ≈ 1.0507, α ≈ 1.6733 (Klambauer et al.,
 * 2017, https://arxiv.org/abs/1706.02515).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Selu } from '@nn/layers'
 * new Selu().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Selu extends Module {
  override forward(x: Tensor): Tensor {
    return x.selu()
  }
}

/**
 * The layer of `gelu`: `x·Φ(x)`, or its approximation by tanh.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Gelu } from '@nn/layers'
 * new Gelu({ approximate: 'tanh' }).forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Gelu extends Module {
  readonly options: GeluOptions

  constructor(options: GeluOptions = {}) {
    super()
    this.options = options
  }

  override forward(x: Tensor): Tensor {
    return x.gelu(this.options)
  }
}

/**
 * The layer of `silu`: `x·sigmoid(x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Silu } from '@nn/layers'
 * new Silu().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Silu extends Module {
  override forward(x: Tensor): Tensor {
    return x.silu()
  }
}

/**
 * The layer of `mish`: `x·tanh(softplus(x))` (Misra, 2019, https://arxiv.org/abs/1908.08681).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Mish } from '@nn/layers'
 * new Mish().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Mish extends Module {
  override forward(x: Tensor): Tensor {
    return x.mish()
  }
}

/**
 * The layer of `sigmoid`: `1 / (1 + e⁻ˣ)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Sigmoid } from '@nn/layers'
 * new Sigmoid().forward(cpu.tensor([0])).toNested() // => [0.5]
 * ```
 */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return x.sigmoid()
  }
}

/**
 * The layer of `tanh`: Hyperbolic tangent.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Tanh } from '@nn/layers'
 * new Tanh().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return x.tanh()
  }
}

/**
 * The layer of `softplus`: `ln(1 + exp(beta·x)) / beta`, and x itself where `beta·x > threshold`.
 *
 * @param beta Default 1.
 * @param threshold Default Infinity: float32 cannot tell the two apart from 17 on.
 * @throws TypeError or RangeError if beta is not a finite number > 0, or threshold NaN.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Softplus } from '@nn/layers'
 * new Softplus().forward(cpu.tensor([0])).toNested() // => [Math.fround(Math.LN2)]
 * new Softplus(1, 2).forward(cpu.tensor([3])).toNested() // => [3]
 * ```
 */
export class Softplus extends Module {
  readonly beta: number
  readonly threshold: number

  constructor(beta: number = 1, threshold: number = Infinity) {
    super()
    this.beta = positiveNumber('Softplus', 'beta', beta)
    this.threshold = numberWithin('Softplus', 'threshold', threshold, [-Infinity, Infinity])
  }

  override forward(x: Tensor): Tensor {
    const { beta, threshold } = this
    // max(x, 0) + ln(1 + exp(−beta·|x|))/beta, as beta·x could overflow.
    const y = beta === 1 ? x.softplus() : x.abs().mul(-beta).exp().log1p().div(beta).add(x.relu())
    return threshold === Infinity ? y : where(x.gt(threshold / beta), x, y)
  }
}

/**
 * The layer of `hardtanh`: x cut to [low, high], [-1, 1] by default.
 *
 * @throws TypeError or RangeError unless low <= high.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Hardtanh } from '@nn/layers'
 * new Hardtanh().forward(cpu.tensor([-3, 0.5])).toNested() // => [-1, 0.5]
 * new Hardtanh(-2, 0).forward(cpu.tensor([-3, 0.5])).toNested() // => [-2, 0]
 * ```
 */
export class Hardtanh extends Module {
  readonly low: number
  readonly high: number

  constructor(low: number = -1, high: number = 1) {
    super()
    this.high = numberWithin('Hardtanh', 'high', high, [-Infinity, Infinity])
    this.low = numberWithin('Hardtanh', 'low', low, [-Infinity, high])
  }

  override forward(x: Tensor): Tensor {
    return x.clamp(this.low, this.high)
  }
}

/**
 * The layer of `leakyRelu`: `x` for `x > 0`, else `slope · x`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LeakyRelu } from '@nn/layers'
 * new LeakyRelu(0.5).forward(cpu.tensor([-1, 2])).toNested() // => [-0.5, 2]
 * ```
 */
export class LeakyRelu extends Module {
  readonly slope: number

  constructor(slope: number = 0.01) {
    super()
    this.slope = slope
  }

  override forward(x: Tensor): Tensor {
    return x.leakyRelu(this.slope)
  }
}

/**
 * The layer of `elu`: `x` for `x > 0`, else `alpha · (eˣ − 1)` (Clevert et al., 2015,
 * https://arxiv.org/abs/1511.07289).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Elu } from '@nn/layers'
 * new Elu(1).forward(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export class Elu extends Module {
  readonly alpha: number

  constructor(alpha: number = 1) {
    super()
    this.alpha = alpha
  }

  override forward(x: Tensor): Tensor {
    return x.elu(this.alpha)
  }
}

/**
 * The layer of `softmax`: `eˣ / Σ eˣ` along an axis.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Softmax } from '@nn/layers'
 * new Softmax(0).forward(cpu.tensor([0, 0])).toNested() // => [0.5, 0.5]
 * ```
 */
export class Softmax extends Module {
  readonly axis: number

  constructor(axis: number = -1) {
    super()
    this.axis = axis
  }

  override forward(x: Tensor): Tensor {
    return x.softmax(this.axis)
  }
}

/**
 * The layer of `logSoftmax`: `x − ln Σ eˣ` along an axis.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LogSoftmax } from '@nn/layers'
 * new LogSoftmax(0).forward(cpu.tensor([7])).toNested() // => [0]
 * ```
 */
export class LogSoftmax extends Module {
  readonly axis: number

  constructor(axis: number = -1) {
    super()
    this.axis = axis
  }

  override forward(x: Tensor): Tensor {
    return x.logSoftmax(this.axis)
  }
}
