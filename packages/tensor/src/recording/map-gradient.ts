import { message } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { interceptionNow } from '../operands/interception.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * Replaces the gradient by the values that a tensor holds now, where gradients are recorded; returns the tensor.
 *
 * @param map Makes the new gradient, of the same shape, from that of all later uses, and from what was kept.
 * @param kept Tensors that `map` needs, whose values may change later.
 * @throws TypeError unless x is a tensor and `map` a function.
 * @example
 * ```ts
 * import { valueAndGrad } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * import { mapGradient } from '@nn/tensor'
 * const x = cpu.tensor([1, 2])
 * const reversed = valueAndGrad({ x }, () => mapGradient(x.mul(3), (g) => g.neg()).sum())
 * reversed.gradients.get('x')?.toNested() // => [-3, -3]
 * ```
 */
export function mapGradient(
  x: Tensor,
  map: (g: Tensor, ...kept: Tensor[]) => Tensor,
  ...kept: readonly Tensor[]
): Tensor {
  for (const value of [x, ...kept]) checkTensor('mapGradient', value)
  if (typeof map !== 'function')
    throw new TypeError(message('mapGradient', 'a function of the gradient', typeof map))
  interceptionNow(x.backend)?.present.note?.({
    inputs: [x],
    out: x,
    kept,
    gradient: (g, ...values) => [map(g, ...values)],
  })
  return x
}
