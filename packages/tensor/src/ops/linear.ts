import { checkOptions, type OptionNames } from '@nn/check'
import type { ActivationOp } from '../backend/kernels.ts'
import { isFloating } from '../dtype/dtype.ts'
import { promote } from '../dtype/promote.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { item } from '../shape/item.ts'
import { sameShape, sizeOf } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { checkActivation } from './activations.ts'
import { castTo } from './cast.ts'
import { checkSeen } from './prepare.ts'
import { resultLike } from './results.ts'

/** Options of `linear`. */
export interface LinearOptions {
  /** The function that is applied to the sums before they are stored: `'relu'`, `'sigmoid'`, `'tanh'`, `'gelu'`, `'silu'` or `'softplus'`. */
  readonly activation?: ActivationOp | undefined
}

const linearNames: OptionNames<LinearOptions> = { activation: true }

/**
 * `x·Wᵀ + b` along the last axis, `[…, k] → […, n]`, with W `[n, k]` and b `[n]`, in one pass: the values of
 * `x.matmul(W.transpose()).add(b)`, and with `activation: 'relu'` of `.relu()` behind it.
 *
 * @throws ShapeError unless W is `[n, k]`, b `[n]` and the last axis of x has k elements; TypeError if one is no tensor; RangeError
 * if the activation is unknown.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { linear } from '@nn/tensor'
 * const weight = cpu.tensor([[1, 2], [3, 4], [-5, -6]])
 * linear(cpu.ones([2]), weight).toNested() // => [3, 7, -11]
 * linear(cpu.ones([1, 2]), weight, cpu.ones([3]), { activation: 'relu' }).toNested() // => [[4, 8, 0]]
 * linear(cpu.ones([1, 3]), weight) // throws /expected an input \[…, 2\], got \[1, 3\]/
 * ```
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor, options?: LinearOptions): Tensor {
  checkOptions('linear', options, linearNames)
  const activation = options?.activation
  check(x, weight, bias)
  checkActivation('linear', activation)
  const product = promote(x.dtype, weight.dtype)
  const dtype = bias === undefined ? product : promote(product, bias.dtype)
  if (!isFloating(dtype)) return composed(x, weight, bias, activation)
  const { ndim, shape } = x
  const n = item(weight.shape, 0)
  const k = item(weight.shape, 1)
  const rows = ndim === 2 ? x : x.reshape(sizeOf(shape.slice(0, -1)), k)
  checkSeen('linear', x, weight, bias)
  const out = resultLike(x, [item(rows.shape, 0), n], dtype)
  const b = bias === undefined ? undefined : castTo(bias, dtype)
  x.backend.linear(castTo(rows, dtype), castTo(weight, dtype), b, activation, out)
  return ndim === 2 ? out : out.reshape(...shape.slice(0, -1), n)
}

/** The same of integers, which no kernel does in one pass. */
function composed(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  activation: ActivationOp | undefined,
): Tensor {
  const product = x.matmul(weight.transpose())
  const sum = bias === undefined ? product : product.add(bias)
  return activation === undefined ? sum : sum[activation]()
}

/** Throws unless the operands are tensors that fit. */
function check(x: Tensor, weight: Tensor, bias: Tensor | undefined): void {
  checkTensor('linear', x)
  checkTensor('linear', weight)
  if (weight.ndim !== 2) {
    throw shapeError('linear', 'a weight [n, k]', weight.shape)
  }
  const n = item(weight.shape, 0)
  const k = item(weight.shape, 1)
  if (x.ndim === 0 || x.shape[x.ndim - 1] !== k) {
    throw shapeError('linear', `an input […, ${k}]`, x.shape)
  }
  checkBias('linear', bias, n)
}

/** Throws unless the bias, if there is one, is a tensor `[units]`. */
export function checkBias(where: string, bias: Tensor | undefined, units: number): void {
  if (bias === undefined) return
  checkTensor(where, bias)
  if (!sameShape(bias.shape, [units])) throw shapeError(where, `a bias [${units}]`, bias.shape)
}
