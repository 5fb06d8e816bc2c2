import { type Tensor, where } from '@nn/tensor'
import { numberWithin } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activations.ts'

/**
 * `min(max(x, 0), 6)` (Howard et al., 2017, https://arxiv.org/abs/1704.04861).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { relu6 } from '@nn/layers'
 * relu6(cpu.tensor([-1, 7])).toNested() // => [0, 6]
 * ```
 */
export const relu6: Activation = (x) => x.clamp(0, 6)

/**
 * The layer of `relu6`: `min(max(x, 0), 6)` (Howard et al., 2017, https://arxiv.org/abs/1704.04861).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Relu6 } from '@nn/layers'
 * new Relu6().forward(cpu.tensor([-1, 7])).toNested() // => [0, 6]
 * ```
 */
export class Relu6 extends Module {
  override forward(x: Tensor): Tensor {
    return relu6(x)
  }
}

/**
 * `min(max(x/6 + 1/2, 0), 1)` (Howard et al., 2019, https://arxiv.org/abs/1905.02244).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hardsigmoid } from '@nn/layers'
 * hardsigmoid(cpu.tensor([-3, 0, 9])).toNested() // => [0, 0.5, 1]
 * ```
 */
export const hardsigmoid: Activation = (x) => x.add(3).clamp(0, 6).div(6)

/**
 * The layer of `hardsigmoid`: `min(max(x/6 + 1/2, 0), 1)` (Howard et al., 2019,
 * https://arxiv.org/abs/1905.02244).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Hardsigmoid } from '@nn/layers'
 * new Hardsigmoid().forward(cpu.tensor([-3, 0, 9])).toNested() // => [0, 0.5, 1]
 * ```
 */
export class Hardsigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return hardsigmoid(x)
  }
}

/**
 * `x·hardsigmoid(x)` (Howard et al., 2019, https://arxiv.org/abs/1905.02244).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hardswish } from '@nn/layers'
 * hardswish(cpu.tensor([-1.5, 0, 9])).toNested() // => [-0.375, 0, 9]
 * ```
 */
export const hardswish: Activation = (x) => x.mul(hardsigmoid(x))

/**
 * The layer of `hardswish`: `x·hardsigmoid(x)` (Howard et al., 2019, https://arxiv.org/abs/1905.02244).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Hardswish } from '@nn/layers'
 * new Hardswish().forward(cpu.tensor([-1.5, 0, 9])).toNested() // => [-0.375, 0, 9]
 * ```
 */
export class Hardswish extends Module {
  override forward(x: Tensor): Tensor {
    return hardswish(x)
  }
}

/**
 * `x − tanh(x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { tanhshrink } from '@nn/layers'
 * tanhshrink(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export const tanhshrink: Activation = (x) => x.sub(x.tanh())

/**
 * The layer of `tanhshrink`: `x − tanh(x)`.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Tanhshrink } from '@nn/layers'
 * new Tanhshrink().forward(cpu.tensor([0])).toNested() // => [0]
 * ```
 */
export class Tanhshrink extends Module {
  override forward(x: Tensor): Tensor {
    return tanhshrink(x)
  }
}

/**
 * `x` for `|x| > limit`, else 0.
 *
 * @param limit Default 0.5.
 * @throws TypeError or RangeError if limit is not a number >= 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { hardshrink } from '@nn/layers'
 * hardshrink()(cpu.tensor([-2, 0.25])).toNested() // => [-2, 0]
 * ```
 */
export function hardshrink(limit: number = 0.5): Activation {
  numberWithin('hardshrink', 'limit', limit, [0, Infinity])
  return (x) => where(x.abs().le(limit), 0, x)
}

/**
 * The layer of `hardshrink`: `x` for `|x| > limit`, else 0.
 *
 * @throws As `hardshrink`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Hardshrink } from '@nn/layers'
 * new Hardshrink().forward(cpu.tensor([-2, 0.25])).toNested() // => [-2, 0]
 * ```
 */
export class Hardshrink extends Module {
  readonly limit: number

  constructor(limit: number = 0.5) {
    super()
    this.limit = numberWithin('Hardshrink', 'limit', limit, [0, Infinity])
  }

  override forward(x: Tensor): Tensor {
    return hardshrink(this.limit)(x)
  }
}

/**
 * `x` moved towards 0 by `limit`, and 0 within: `x − clamp(x, −limit, limit)`.
 *
 * @param limit Default 0.5.
 * @throws TypeError or RangeError if limit is not a number >= 0.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { softshrink } from '@nn/layers'
 * softshrink()(cpu.tensor([-2, 0.25])).toNested() // => [-1.5, 0]
 * ```
 */
export function softshrink(limit: number = 0.5): Activation {
  numberWithin('softshrink', 'limit', limit, [0, Infinity])
  return (x) => x.sub(x.clamp(-limit, limit))
}

/**
 * The layer of `softshrink`: `x` moved towards 0 by `limit`, and 0 within: `x − clamp(x, −limit, limit)`.
 *
 * @throws As `softshrink`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Softshrink } from '@nn/layers'
 * new Softshrink().forward(cpu.tensor([-2, 0.25])).toNested() // => [-1.5, 0]
 * ```
 */
export class Softshrink extends Module {
  readonly limit: number

  constructor(limit: number = 0.5) {
    super()
    this.limit = numberWithin('Softshrink', 'limit', limit, [0, Infinity])
  }

  override forward(x: Tensor): Tensor {
    return softshrink(this.limit)(x)
  }
}
