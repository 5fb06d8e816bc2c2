import { integer, message, showShape } from '@nn/check'
import { ShapeError, type Tensor } from '@nn/tensor'
import { checkTensor } from '../check/input.ts'
import { Module } from '../module/module.ts'

/**
 * Channels made pixels (Shi et al., 2016, https://arxiv.org/abs/1609.05158): `[…, c·r², height, width] → […, c, r·height, r·width]` with
 * `y[c, h·r + i, w·r + j] = x[c·r² + i·r + j, h, w]`, as PyTorch's `pixel_shuffle`.
 *
 * @param factor r, an integer >= 1.
 * @throws TypeError unless x is a tensor; RangeError if the factor is no integer >= 1; ShapeError if x has fewer than three axes, or channels that r² does
 * not divide.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { pixelShuffle } from '@nn/layers'
 * pixelShuffle(cpu.tensor([[[1]], [[2]], [[3]], [[4]]]), 2).toNested() // => [[[1, 2], [3, 4]]]
 * ```
 */
export function pixelShuffle(x: Tensor, factor: number): Tensor {
  checkTensor('pixelShuffle', x)
  const r = integer('pixelShuffle', 'factor', factor, 1)
  const [channels, height, width] = x.shape.slice(-3)
  if (channels === undefined || height === undefined || width === undefined || channels % (r * r) !== 0) {
    const expected = `[…, channels, height, width] with channels that ${r * r} divides`
    throw new ShapeError(message('pixelShuffle', expected, showShape(x.shape)))
  }
  const lead = x.shape.slice(0, -3)
  const own = channels / (r * r)
  const n = lead.length
  return x
    .reshape(...lead, own, r, r, height, width)
    .permute(...lead.keys(), n, n + 3, n + 1, n + 4, n + 2)
    .reshape(...lead, own, height * r, width * r)
}

/**
 * `pixelShuffle` as a layer: `[…, c·r², height, width] → […, c, r·height, r·width]`.
 *
 * @param factor r, an integer >= 1.
 * @throws TypeError or RangeError if the factor is no integer >= 1; forward throws a ShapeError if the input does not fit it.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { PixelShuffle } from '@nn/layers'
 * new PixelShuffle(2).forward(cpu.ones([1, 12, 5, 4])).shape // => [1, 3, 10, 8]
 * ```
 */
export class PixelShuffle extends Module {
  readonly factor: number

  constructor(factor: number) {
    super()
    this.factor = integer('PixelShuffle', 'factor', factor, 1)
  }

  override forward(x: Tensor): Tensor {
    return pixelShuffle(checkTensor(this, x), this.factor)
  }
}
