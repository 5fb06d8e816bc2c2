import { wrongKind } from '@nn/check'
import { isTensor, kernelsOf, type Tensor } from '@nn/tensor'

/**
 * A copy of the values alone: no gradient goes through it (`x.detach()` of PyTorch, `stop_gradient` of JAX).
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { detach, grad } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * grad((x) => x.mul(detach(x)).sum())(cpu.tensor([1, 2])).toNested() // => [1, 2]
 * ```
 */
export function detach(x: Tensor): Tensor {
  if (!isTensor(x)) throw wrongKind('detach', 'a tensor', x)
  const out = x.backend.zeros(x.shape, { dtype: x.dtype })
  kernelsOf(x.backend).copy(x, out)
  return out
}
