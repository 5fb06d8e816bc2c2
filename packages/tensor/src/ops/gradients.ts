import type { Tensor } from '../tensor/tensor.ts'
import { where } from './elementwise.ts'

/** The gradient of an operation that is not made of others whose gradients are right everywhere. */
interface Known {
  /** The values that the gradient is computed from. */
  readonly of: 'input' | 'result'
  readonly gradient: (g: Tensor, values: Tensor, ...numbers: readonly number[]) => Tensor
}

/** The operations whose gradients are known. */
export type KnownGradient = 'clamp' | 'hardtanh' | 'mish' | 'root'

/** By name, so that only programs that record gradients hold them. */
export const GRADIENTS: Readonly<Record<KnownGradient, Known>> = {
  /** All of it at the bounds, where maximum and minimum would share it with them. */
  clamp: {
    of: 'input',
    gradient: (g, x, low = Number.NaN, high = Number.NaN) => where(x.ge(low).logicalAnd(x.le(high)), g, 0),
  },
  /** 0 at the bounds, as in PyTorch. */
  hardtanh: { of: 'input', gradient: (g, x) => where(x.le(-1).logicalOr(x.ge(1)), 0, g) },
  /** tanh + x·(1 − tanh²)·σ(x), in an order that does not overflow for large x. */
  mish: {
    of: 'input',
    gradient: (g, x) => {
      const t = x.softplus().tanh()
      return t.square().neg_().add_(1).mul_(x.sigmoid()).mul_(x).add_(t).mul_(g)
    },
  },
  /** At 0 taken for 0, so that the norm of zeros and the deviation of equal elements have one (as in PyTorch). */
  root: { of: 'result', gradient: (g, y) => where(y.eq(0), 0, g.div(y).mul_(0.5)) },
}
