import type { Tensor } from '../tensor/tensor.ts'
import { scalarFunction } from './scalar-function.ts'

/**
 * 2ˣ of each element.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { exp2 } from '@nn/tensor'
 * exp2(cpu.tensor([3, -1])).toNested() // => [8, 0.5]
 * ```
 */
export function exp2(x: Tensor): Tensor {
  return scalarFunction(
    'exp2',
    x,
    (value) => 2 ** value,
    (_, y) => y.mul(Math.LN2),
  )
}

/**
 * The logarithm to base 2 of each element; NaN below 0.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { log2 } from '@nn/tensor'
 * log2(cpu.tensor([8, 0.5])).toNested() // => [3, -1]
 * ```
 */
export function log2(x: Tensor): Tensor {
  return scalarFunction('log2', x, Math.log2, (kept) => kept.mul(Math.LN2).reciprocal())
}

/**
 * The logarithm to base 10 of each element; NaN below 0.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { log10 } from '@nn/tensor'
 * log10(cpu.tensor([100, 0.1])).allClose(cpu.tensor([2, -1])) // => true
 * ```
 */
export function log10(x: Tensor): Tensor {
  return scalarFunction('log10', x, Math.log10, (kept) => kept.mul(Math.LN10).reciprocal())
}
