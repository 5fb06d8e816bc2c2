import { finite } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkCalled, checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'
import type { Activation } from './activation.ts'
import { clampInside } from './clamp-inside.ts'

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
export const relu: Activation = (x) => checkTensor('relu', x).relu()

/**
 * `relu` as a layer: `max(x, 0)`.
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
    return relu(x)
  }
}

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
export const relu6: Activation = (x) => clampInside(checkTensor('relu6', x), 0, 6)

/**
 * `relu6` as a layer: `min(max(x, 0), 6)`.
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
 * `max(x, 0)²` (So et al., 2021, https://arxiv.org/abs/2109.08668).
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { reluSquared } from '@nn/layers'
 * reluSquared(cpu.tensor([-1, 3])).toNested() // => [0, 9]
 * ```
 */
export const reluSquared: Activation = (x) => checkTensor('reluSquared', x).relu().square()

/**
 * `reluSquared` as a layer: `max(x, 0)²`.
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
 * `x` for `x > 0`, else `slope · x`.
 *
 * @param slope Default 0.01.
 * @throws TypeError or RangeError if slope is no finite number.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { leakyRelu } from '@nn/layers'
 * leakyRelu(0.5)(cpu.tensor([-1, 2])).toNested() // => [-0.5, 2]
 * ```
 */
export function leakyRelu(slope: number = 0.01): Activation {
  checkCalled('leakyRelu', slope)
  finite('leakyRelu', 'slope', slope)
  return (x) => checkTensor('leakyRelu', x).leakyRelu(slope)
}

/**
 * `leakyRelu` as a layer: `x` for `x > 0`, else `slope · x`.
 *
 * @param slope Default 0.01.
 * @throws TypeError or RangeError if slope is no finite number.
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
    this.slope = finite('LeakyRelu', 'slope', slope)
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(this.slope)(x)
  }
}
