import { checkGiven, flag, message, type OptionNames, wrongKind } from '@nn/check'
import { checkTensor } from '../operands/check-operand.ts'
import { recorded } from '../operands/interception.ts'
import type { Tensor } from '../tensor/tensor.ts'

/** A computation whose gradient is given by hand. */
export interface Differentiable {
  /** What gradients may be asked for by; at least one. */
  readonly inputs: readonly Tensor[]
  /** Computes the result, a tensor on memory of its own, by whatever means. */
  readonly compute: () => Tensor
  /** The values that `gradient` needs, which may be overwritten later. Default none. */
  readonly keep?: ((out: Tensor) => readonly Tensor[]) | undefined
  /**
   * The gradient by each input, of its shape, from that by the result and from what was kept; undefined where it is 0. Made of operations of
   * tensors, it has gradients itself.
   */
  readonly gradient: (g: Tensor, ...kept: Tensor[]) => readonly (Tensor | undefined)[]
  /** Whether `gradient` returns g, or new tensors that nothing else holds: these are added to in place, others to a copy. Default false. */
  readonly isNew?: boolean | undefined
}

const names: OptionNames<Differentiable> = {
  inputs: true,
  compute: true,
  keep: true,
  gradient: true,
  isNew: true,
}

/**
 * The result of `compute`, of which nothing is recorded: where gradients are recorded, as by `@nn/autograd`, `gradient` says what they are.
 * For results that are computed element by element, for gradients that are cheaper or more exact than those of the operations one
 * by one, and for those that are another function's, as in a straight-through estimator.
 *
 * @throws RangeError without inputs; TypeError if an input or the result is no tensor, or the result lies on the memory of an input.
 * @example
 * ```ts
 * import { valueAndGrad } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * import { type Tensor, withGradient } from '@nn/tensor'
 * const roundStraightThrough = (x: Tensor) =>
 *   withGradient({ inputs: [x], compute: () => x.round(), gradient: (g) => [g] })
 * const x = cpu.tensor([0.4, 1.7])
 * const { gradients } = valueAndGrad({ x }, () => roundStraightThrough(x).square().sum())
 * gradients.get('x')?.toNested() // => [0, 4]
 * ```
 */
export function withGradient(differentiable: Differentiable): Tensor {
  checkGiven('withGradient', differentiable, names)
  const { inputs, compute, keep, gradient, isNew } = differentiable
  if (!Array.isArray(inputs)) throw wrongKind('withGradient', 'an array of inputs', inputs)
  for (const input of inputs) checkTensor('withGradient', input)
  for (const fn of keep === undefined ? [compute, gradient] : [compute, gradient, keep])
    if (typeof fn !== 'function') throw wrongKind('withGradient', 'functions', fn)
  if (isNew !== undefined) flag('withGradient', 'isNew', isNew)
  if (inputs.length === 0) throw new RangeError(message('withGradient', 'at least one input', 'none'))
  return recorded(differentiable)
}
