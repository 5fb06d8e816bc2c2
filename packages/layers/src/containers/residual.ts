import { message, showShape } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'
import { activate, checkLayer, type Layer } from '../activations/activate.ts'
import { Module } from '../module/module.ts'
import { fits } from '../tree/shape.ts'
import { adopt } from '../tree/walk.ts'

/**
 * `inner(x) + shortcut(x)`, the shortcut x itself unless a layer is given (He et al., 2015,
 * https://arxiv.org/abs/1512.03385). Both must have one shape.
 *
 * @throws TypeError if inner or shortcut is neither a module nor a function.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { relu, Residual } from '@nn/layers'
 * new Residual(relu).forward(cpu.tensor([-1, 2])).toNested() // => [-1, 4]
 * ```
 */
export class Residual<
  const T extends Layer = Layer,
  const S extends Layer | undefined = undefined,
> extends Module {
  readonly inner: T
  readonly shortcut: S

  constructor(inner: T, shortcut?: S) {
    super()
    checkLayer('Residual', 'inner', inner)
    if (shortcut !== undefined) checkLayer('Residual', 'shortcut', shortcut)
    this.inner = inner
    this.shortcut = shortcut as S
    adopt(this)
  }

  override forward(x: Tensor): Tensor {
    const y = activate(this, this.inner, x)
    const rest = this.shortcut === undefined ? x : activate(this, this.shortcut, x)
    if (!fits(y.shape, rest.shape)) {
      const got = `${showShape(y.shape)} and ${showShape(rest.shape)}`
      const cure = 'give it a shortcut that maps to the shape of inner'
      throw new ShapeError(message(this.label, 'inner and shortcut of one shape', got, cure))
    }
    return y.add(rest)
  }
}
