import { wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { isWhole } from '../tape/layout.ts'
import { differentiate, type GradOptions } from './differentiate.ts'
import { checkVariable } from './trained.ts'
import { checkGradOptions } from './value-and-grad.ts'

/**
 * The function that gives the gradient of another one by its first argument: `grad(f)(x, …)` is `∂f(x, …)/∂x`, of the shape of x. It can be
 * differentiated again.
 *
 * @param fn Returns a tensor of one number; it may take more arguments.
 * @throws TypeError unless `fn` is a function, and x a tensor of floats; RangeError if the value is not one number, or does not depend on
 * x.
 * @example
 * ```ts
 * import { grad } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * const x = cpu.tensor([1, 2])
 * const cubes = grad((t) => t.pow(3).sum())
 * cubes(x).toNested() // => [3, 12]
 * grad((t) => cubes(t).sum())(x).toNested() // => [6, 12]
 * grad((t) => t)(x) // throws /grad: expected the function to return a tensor of one number, got \[2\]; reduce it/
 * ```
 */
export function grad<Rest extends readonly unknown[]>(
  fn: (x: Tensor, ...rest: Rest) => Tensor,
  options: GradOptions = {},
): (x: Tensor, ...rest: Rest) => Tensor {
  checkGradOptions('grad', options)
  if (typeof fn !== 'function') throw wrongKind('grad', 'a function', fn)
  return (x, ...rest) => {
    if (!isTensor(x)) throw wrongKind('grad', 'a tensor', x)
    // Of a view, elements may lie on the same place.
    const own = isWhole(x, x.data.length) ? x : x.clone()
    checkVariable('grad', 'the argument', own)
    const by = new Map([['the argument', own]])
    const { gradients } = differentiate('grad', by, () => fn(own, ...rest), options)
    return [...gradients.values()].reduce((_, gradient) => gradient)
  }
}
