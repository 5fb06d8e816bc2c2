import { type Tensor, where } from '@nn/tensor'
import { checkCalled, checkTensor } from '../check/input.ts'
import { atLeastZero } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'

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
  checkCalled('hardshrink', limit)
  atLeastZero('hardshrink', 'limit', limit)
  return (x) => where(checkTensor('hardshrink', x).abs().le(limit), 0, x)
}

/**
 * `hardshrink` as a layer: `x` for `|x| > limit`, else 0.
 *
 * @param limit Default 0.5.
 * @throws TypeError or RangeError if limit is not a number >= 0.
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
    this.limit = atLeastZero('Hardshrink', 'limit', limit)
  }

  override forward(x: Tensor): Tensor {
    return hardshrink(this.limit)(x)
  }
}

/**
 * `x − min(max(x, −limit), limit)`: x moved towards 0 by `limit`, and 0 within.
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
  checkCalled('softshrink', limit)
  atLeastZero('softshrink', 'limit', limit)
  return (x) => checkTensor('softshrink', x).sub(x.clamp(-limit, limit))
}

/**
 * `softshrink` as a layer: `x − min(max(x, −limit), limit)`: x moved towards 0 by `limit`, and 0 within.
 *
 * @param limit Default 0.5.
 * @throws TypeError or RangeError if limit is not a number >= 0.
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
    this.limit = atLeastZero('Softshrink', 'limit', limit)
  }

  override forward(x: Tensor): Tensor {
    return softshrink(this.limit)(x)
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
export const tanhshrink: Activation = (x) => checkTensor('tanhshrink', x).sub(x.tanh())

/**
 * `tanhshrink` as a layer: `x − tanh(x)`.
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
