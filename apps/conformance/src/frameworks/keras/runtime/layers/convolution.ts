import { at } from '../../../../golden/present.ts'
import { Layer, type LayerClass } from '../core/layer.ts'
import type { Shapes } from '../core/operation.ts'
import { known, type Shape } from '../core/tensor.ts'
import { imageOf, imageParts, rankOf, type Windows, windowed } from './windows.ts'

/** What all convolutions have: a kernel over the axes of an image. */
abstract class Convolution extends Layer {
  get rank(): number {
    return rankOf(this.className)
  }

  get kernel(): readonly number[] {
    return this.perAxis('kernel_size', this.rank)
  }

  get windows(): Windows {
    const { rank, kernel } = this
    const strides = this.perAxis('strides', rank)
    return {
      sizes: kernel,
      strides,
      dilations: this.perAxis('dilation_rate', rank),
      padding: this.args.padding,
    }
  }

  channelsOf(shape: Shape): number {
    return known(imageParts(this, shape).channels, `the channels of ${this.name}`)
  }

  bias(channels: number): void {
    if (this.flag('use_bias')) this.addWeight('bias', [channels], this.init('bias_initializer'))
  }

  abstract outChannels(shape: Shape): number

  outputShape([shape = []]: readonly Shape[]): Shapes {
    const { batch, lengths } = imageParts(this, shape)
    return imageOf(this, batch, this.outChannels(shape), windowed(lengths, this.windows))
  }
}

class Conv extends Convolution {
  outChannels(): number {
    return this.number('filters')
  }

  override build([shape = []]: readonly Shape[]): void {
    const filters = this.number('filters')
    const inputs = this.channelsOf(shape) / this.number('groups')
    this.addWeight('kernel', [...this.kernel, inputs, filters], this.init('kernel_initializer'))
    this.bias(filters)
  }
}

class ConvTranspose extends Convolution {
  outChannels(): number {
    return this.number('filters')
  }

  override build([shape = []]: readonly Shape[]): void {
    const filters = this.number('filters')
    this.addWeight(
      'kernel',
      [...this.kernel, filters, this.channelsOf(shape)],
      this.init('kernel_initializer'),
    )
    this.bias(filters)
  }

  override outputShape([shape = []]: readonly Shape[]): Shapes {
    const { batch, lengths } = imageParts(this, shape)
    const { sizes, strides, dilations, padding } = this.windows
    const given = this.args.output_padding
    const padded =
      given === null || given === undefined ? undefined : this.perAxis('output_padding', this.rank)
    const out = lengths.map((length, axis) => {
      if (length === null) return null
      const span = (at(sizes, axis) - 1) * at(dilations, axis) + 1
      const stride = at(strides, axis)
      if (padded === undefined)
        return padding === 'valid' ? length * stride + Math.max(span - stride, 0) : length * stride
      const pad = padding === 'same' ? Math.floor(span / 2) : 0
      return (length - 1) * stride + span - 2 * pad + at(padded, axis)
    })
    return imageOf(this, batch, this.outChannels(), out)
  }
}

class DepthwiseConv extends Convolution {
  outChannels(shape: Shape): number {
    return this.channelsOf(shape) * this.number('depth_multiplier')
  }

  override build([shape = []]: readonly Shape[]): void {
    const kernel = [...this.kernel, this.channelsOf(shape), this.number('depth_multiplier')]
    this.addWeight('kernel', kernel, this.init('depthwise_initializer'))
    this.bias(this.outChannels(shape))
  }
}

class SeparableConv extends Convolution {
  outChannels(): number {
    return this.number('filters')
  }

  override build([shape = []]: readonly Shape[]): void {
    const [channels, multiplier, filters] = [
      this.channelsOf(shape),
      this.number('depth_multiplier'),
      this.number('filters'),
    ]
    this.addWeight(
      'depthwise_kernel',
      [...this.kernel, channels, multiplier],
      this.init('depthwise_initializer'),
    )
    const pointwise = [...new Array<number>(this.rank).fill(1), channels * multiplier, filters]
    this.addWeight('pointwise_kernel', pointwise, this.init('pointwise_initializer'))
    this.bias(filters)
  }
}

export const CONVOLUTIONS: Readonly<Record<string, LayerClass>> = {
  Conv1D: Conv,
  Conv2D: Conv,
  Conv3D: Conv,
  Conv1DTranspose: ConvTranspose,
  Conv2DTranspose: ConvTranspose,
  Conv3DTranspose: ConvTranspose,
  DepthwiseConv1D: DepthwiseConv,
  DepthwiseConv2D: DepthwiseConv,
  SeparableConv1D: SeparableConv,
  SeparableConv2D: SeparableConv,
}
