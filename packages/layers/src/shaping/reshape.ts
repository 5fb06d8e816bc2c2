import { message, show } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'
import { checkTensor, wrongShape } from '../check/input.ts'
import { Module } from '../module/module.ts'

/**
 * The same elements under another shape behind the first axis: `[n, …] → [n, …shape]`; one length may be -1,
 * for what is left.
 *
 * @throws ShapeError if a length is no integer >= 0 and not the only -1; forward throws it if the sizes
 * differ.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Reshape } from '@nn/layers'
 * new Reshape(2, -1).forward(cpu.zeros([5, 6])).shape // => [5, 2, 3]
 * new Reshape(4).forward(cpu.zeros([5, 6])) // throws /Reshape: expected an input of 4 elements each, got \[5, 6\]/
 * ```
 */
export class Reshape extends Module {
  readonly shape: readonly number[]

  constructor(...shape: number[]) {
    super()
    const isLength = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
    const free = shape.filter((n) => n === -1).length
    if (free > 1 || shape.some((n) => !isLength(n) && n !== -1)) {
      throw new ShapeError(message('Reshape', 'integers >= 0 and at most one -1', show(shape)))
    }
    this.shape = Object.freeze(shape)
  }

  override forward(x: Tensor): Tensor {
    const { shape } = this
    const known = shape.reduce((size, n) => (n === -1 ? size : size * n), 1)
    const [n] = checkTensor(this, x).shape
    if (n === undefined) throw wrongShape(this, 'an input [n, …]', x, 'add an axis with x.unsqueeze(0)')
    const each = x.shape.slice(1).reduce((size, length) => size * length, 1)
    const left = each / known
    if (shape.includes(-1) ? !Number.isInteger(left) : left !== 1 && each !== known) {
      const expected = shape.includes(-1) ? `a multiple of ${known}` : `${known}`
      throw wrongShape(this, `an input of ${expected} elements each`, x)
    }
    return x.reshape(n, ...shape.map((length) => (length === -1 ? left : length)))
  }
}
