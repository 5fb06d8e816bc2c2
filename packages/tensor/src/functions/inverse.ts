import { message, wrongKind } from '@nn/check'
import { recorded } from '../operands/interception.ts'
import { isTensor } from '../operands/is-tensor.ts'
import { contiguousData } from '../ops/cast.ts'
import { emptyLike } from '../ops/results.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { scalarFunction } from './scalar-function.ts'

/**
 * The angle of [-π/2, π/2] with this sine, of each element; NaN beyond [-1, 1].
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { asin } from '@nn/tensor'
 * asin(cpu.tensor([0, 0.5])).allClose(cpu.tensor([0, Math.PI / 6])) // => true
 * ```
 */
export function asin(x: Tensor): Tensor {
  return scalarFunction('asin', x, Math.asin, (kept) => kept.square().neg().add(1).sqrt().reciprocal())
}

/**
 * The angle of [0, π] with this cosine, of each element; NaN beyond [-1, 1].
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { acos } from '@nn/tensor'
 * acos(cpu.tensor([1, 0.5])).allClose(cpu.tensor([0, Math.PI / 3])) // => true
 * ```
 */
export function acos(x: Tensor): Tensor {
  return scalarFunction('acos', x, Math.acos, (kept) => kept.square().neg().add(1).sqrt().reciprocal().neg())
}

/**
 * The angle of (-π/2, π/2) with this tangent, of each element.
 *
 * @throws TypeError unless x is a tensor.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { atan } from '@nn/tensor'
 * atan(cpu.tensor([0, 1])).allClose(cpu.tensor([0, Math.PI / 4])) // => true
 * ```
 */
export function atan(x: Tensor): Tensor {
  return scalarFunction('atan', x, Math.atan, (kept) => kept.square().add(1).reciprocal())
}

/**
 * The angle of (-π, π] of the point (x, y), of each pair of elements of two tensors of floats of one dtype, which are broadcast.
 *
 * @throws TypeError unless both are tensors of floats of one dtype; ShapeError if their shapes do not broadcast.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { atan2 } from '@nn/tensor'
 * atan2(cpu.tensor([1, -1]), cpu.tensor([-1, -1])).allClose(cpu.tensor([0.75 * Math.PI, -0.75 * Math.PI])) // => true
 * ```
 */
export function atan2(y: Tensor, x: Tensor): Tensor {
  if (!isTensor(y) || !isTensor(x)) throw wrongKind('atan2', 'two tensors', isTensor(y) ? x : y)
  if (y.dtype !== x.dtype || (x.dtype !== 'float32' && x.dtype !== 'float64')) {
    throw new TypeError(message('atan2', 'floats of one dtype', `${y.dtype} and ${x.dtype}`))
  }
  // A sum has the shape that both broadcast to.
  const { shape } = y.add(x)
  const [ys, xs] = [y.expand(...shape), x.expand(...shape)]
  return recorded({
    inputs: [ys, xs],
    compute: () => {
      const out = emptyLike(y, shape, y.dtype)
      const [a, b] = [contiguousData(ys), contiguousData(xs)]
      for (let i = 0; i < out.data.length; i++) out.data[i] = Math.atan2(a[i] ?? 0, b[i] ?? 0)
      return out
    },
    keep: () => [ys, xs],
    gradient: (g, a = ys, b = xs) => {
      const scaled = g.div(a.square().add(b.square()))
      return [scaled.mul(b), scaled.mul(a).neg()]
    },
  })
}
