import { type Tensor, where } from '@nn/tensor'
import { positiveNumber } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activations.ts'

/**
 * `x / (1 + |x|)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { softsign } from '@nn/layers'
 * softsign(cpu.tensor([-1, 3])).toNested() // => [-0.5, 0.75]
 * ```
 */
export const softsign: Activation = (x) => x.div(x.abs().add(1))

/**
 * The layer of `softsign`: `x / (1 + |x|)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Softsign } from '@nn/layers'
 * new Softsign().forward(cpu.tensor([-1, 3])).toNested() // => [-0.5, 0.75]
 * ```
 */
export class Softsign extends Module {
  override forward(x: Tensor): Tensor {
    return softsign(x)
  }
}

/**
 * `ln(1 / (1 + e⁻ˣ))`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { logSigmoid } from '@nn/layers'
 * logSigmoid(cpu.tensor([0])).toNested() // => [-Math.fround(Math.LN2)]
 * ```
 */
export const logSigmoid: Activation = (x) => x.neg().softplus().neg()

/**
 * The layer of `logSigmoid`: `ln(1 / (1 + e⁻ˣ))`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LogSigmoid } from '@nn/layers'
 * new LogSigmoid().forward(cpu.tensor([0])).toNested() // => [-Math.fround(Math.LN2)]
 * ```
 */
export class LogSigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return logSigmoid(x)
  }
}

/**
 * `x·sigmoid(1.702·x)` (Hendrycks and Gimpel, 2016, https://arxiv.org/abs/1606.08415).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { quickGelu } from '@nn/layers'
 * quickGelu(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const quickGelu: Activation = (x) => x.mul(x.mul(1.702).sigmoid())

/**
 * The layer of `quickGelu`: `x·sigmoid(1.702·x)` (Hendrycks and Gimpel, 2016,
 * https://arxiv.org/abs/1606.08415).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { QuickGelu } from '@nn/layers'
 * new QuickGelu().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class QuickGelu extends Module {
  override forward(x: Tensor): Tensor {
    return quickGelu(x)
  }
}

/**
 * `max(x, 0)²` (So et al., 2021, https://arxiv.org/abs/2109.08668).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { reluSquared } from '@nn/layers'
 * reluSquared(cpu.tensor([-1, 3])).toNested() // => [0, 9]
 * ```
 */
export const reluSquared: Activation = (x) => x.relu().square()

/**
 * The layer of `reluSquared`: `max(x, 0)²` (So et al., 2021, https://arxiv.org/abs/2109.08668).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ReluSquared } from '@nn/layers'
 * new ReluSquared().forward(cpu.tensor([-1, 3])).toNested() // => [0, 9]
 * ```
 */
export class ReluSquared extends Module {
  override forward(x: Tensor): Tensor {
    return reluSquared(x)
  }
}

/**
 * `sin x` (Sitzmann et al., 2020, https://arxiv.org/abs/2006.09661).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sine } from '@nn/layers'
 * sine(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const sine: Activation = (x) => x.sin()

/**
 * The layer of `sine`: `sin x` (Sitzmann et al., 2020, https://arxiv.org/abs/2006.09661).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Sine } from '@nn/layers'
 * new Sine().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Sine extends Module {
  override forward(x: Tensor): Tensor {
    return sine(x)
  }
}

/**
 * `exp(−x²)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { gaussian } from '@nn/layers'
 * gaussian(cpu.tensor([0])).toNested() // => [1]
 * ```
 */
export const gaussian: Activation = (x) => x.square().neg().exp()

/**
 * The layer of `gaussian`: `exp(−x²)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Gaussian } from '@nn/layers'
 * new Gaussian().forward(cpu.tensor([0])).toNested() // => [1]
 * ```
 */
export class Gaussian extends Module {
  override forward(x: Tensor): Tensor {
    return gaussian(x)
  }
}

/**
 * `x` for `x > 0`, else `alpha·(exp(x/alpha) − 1)` (Barron, 2017, https://arxiv.org/abs/1704.07483).
 *
 * @param alpha Default 1.
 * @throws TypeError or RangeError if alpha is not a number > 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { celu } from '@nn/layers'
 * celu()(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export function celu(alpha: number = 1): Activation {
  positiveNumber('celu', 'alpha', alpha)
  return (x) => where(x.gt(0), x, x.div(alpha).expm1().mul(alpha))
}

/**
 * The layer of `celu`: `x` for `x > 0`, else `alpha·(exp(x/alpha) − 1)` (Barron, 2017,
 * https://arxiv.org/abs/1704.07483).
 *
 * @throws As `celu`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Celu } from '@nn/layers'
 * new Celu().forward(cpu.tensor([0, 2])).toNested() // => [0, 2]
 * ```
 */
export class Celu extends Module {
  readonly alpha: number

  constructor(alpha: number = 1) {
    super()
    this.alpha = positiveNumber('Celu', 'alpha', alpha)
  }

  override forward(x: Tensor): Tensor {
    return celu(this.alpha)(x)
  }
}
