import type { Tensor } from '../tensor/tensor.ts'
import { scalarFunction } from './scalar-function.ts'

/**
 * sinh x of each element.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sinh } from '@nn/tensor'
 * sinh(cpu.tensor([0, 1])).allClose(cpu.tensor([0, 1.1752012])) // => true
 * ```
 */
export function sinh(x: Tensor): Tensor {
  return scalarFunction('sinh', x, Math.sinh, (kept) => cosh(kept))
}

/**
 * cosh x of each element.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { cosh } from '@nn/tensor'
 * cosh(cpu.tensor([0, 1])).allClose(cpu.tensor([1, 1.5430806])) // => true
 * ```
 */
export function cosh(x: Tensor): Tensor {
  return scalarFunction('cosh', x, Math.cosh, (kept) => sinh(kept))
}

/**
 * The inverse of sinh of each element.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { asinh } from '@nn/tensor'
 * asinh(cpu.tensor([0, 1.1752012])).allClose(cpu.tensor([0, 1])) // => true
 * ```
 */
export function asinh(x: Tensor): Tensor {
  return scalarFunction('asinh', x, Math.asinh, (kept) => kept.square().add(1).sqrt().reciprocal())
}

/**
 * The inverse of cosh of each element; NaN below 1.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { acosh } from '@nn/tensor'
 * acosh(cpu.tensor([1, 1.5430806])).allClose(cpu.tensor([0, 1])) // => true
 * ```
 */
export function acosh(x: Tensor): Tensor {
  return scalarFunction('acosh', x, Math.acosh, (kept) => kept.square().sub(1).sqrt().reciprocal())
}

/**
 * The inverse of tanh of each element; infinite at ±1, NaN beyond.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { atanh } from '@nn/tensor'
 * atanh(cpu.tensor([0, 0.5])).allClose(cpu.tensor([0, 0.54930615])) // => true
 * ```
 */
export function atanh(x: Tensor): Tensor {
  return scalarFunction('atanh', x, Math.atanh, (kept) => kept.square().neg().add(1).reciprocal())
}
