import type { BinaryKernel, Tensor } from '@nn/tensor'
import { item } from '../tape/item.ts'
import { by, linearly, type Rule } from './formula.ts'

/** y = a·b, `[…, m, k] × […, k, n]`, by a kernel of products. */
export function productRule(kernelOf: (g: Tensor) => BinaryKernel): Rule<'a' | 'b'> {
  const multiply = (a: Tensor, b: Tensor): Tensor => {
    const shape = [...a.shape.slice(0, -1), item(b.shape, b.ndim - 1)]
    const out = a.backend.zeros(shape, { dtype: a.dtype })
    kernelOf(a)(a, b, out)
    return out
  }
  return {
    a: /* @__PURE__ */ by('b', (g, b) => multiply(g, b.transpose())),
    b: /* @__PURE__ */ by('a', (g, a) => multiply(a.transpose(), g)),
  }
}

/** y = x·Wᵀ + b. */
export const linearRule: Rule<'x' | 'weight' | 'bias'> = {
  x: /* @__PURE__ */ by('weight', (g, weight) => g.matmul(weight)),
  weight: /* @__PURE__ */ by('x', (g, x) => g.transpose().matmul(x)),
  bias: /* @__PURE__ */ linearly((g) => g.sum(0)),
}
