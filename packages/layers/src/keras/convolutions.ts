import { message } from '@nn/check'
import type { Conv } from '../convolution/conv.ts'
import type { ConvTranspose } from '../convolution/conv-transpose.ts'
import type { DepthwiseConv } from '../convolution/depthwise-conv.ts'
import type { SeparableConv1d, SeparableConv2d } from '../convolution/separable-conv.ts'
import type { Parameter } from '../module/parameter.ts'
import { type Layout, type Renamed, renamed, type Values } from './layout.ts'

/** A bias, where there is one. */
export function biasOf(bias: Parameter | undefined, own = 'bias'): Renamed | undefined {
  return bias === undefined ? undefined : { keras: 'bias', own, read: () => bias.data }
}

/** The axes of a kernel behind its first two. */
function field(rank: number): number[] {
  return Array.from({ length: rank }, (_, i) => i + 2)
}

/** `[out, in, …kernel]` as `[…kernel, in, out]`, and the same of a transposed one, `[in, out, …kernel]` as `[…kernel, out, in]`. */
export function convolutionLayout(layer: Conv<boolean> | ConvTranspose<boolean>): Layout {
  const { weight, kernelSize, transposed, groups, label } = layer
  const rank = kernelSize.length
  if (transposed && groups > 1) {
    throw new RangeError(message(label, 'a transposed convolution as Keras has it', `${groups} groups`))
  }
  const order = [...field(rank), 1, 0]
  const kernel: Renamed = { keras: 'kernel', own: 'weight', read: () => weight.data, order }
  return renamed(`Conv${rank}D${transposed ? 'Transpose' : ''}`, [kernel, biasOf(layer.bias)])
}

/** `[channels·multiplier, 1, …kernel]` as `[…kernel, channels, multiplier]`. */
export function depthwiseLayout(layer: DepthwiseConv<boolean>, names = { keras: 'kernel', own: '' }): Layout {
  const { weight, kernelSize, multiplier } = layer
  const rank = kernelSize.length
  const { keras, own } = names
  const bias = biasOf(layer.bias, `${own}bias`)
  const others = renamed('', [bias])
  return {
    className: `DepthwiseConv${rank}D`,
    names: [keras, ...others.names],
    toKeras: () => {
      const cut = weight.data.reshape(-1, multiplier, ...kernelSize)
      return { [keras]: cut.permute(...field(rank), 0, 1), ...others.toKeras() }
    },
    fromKeras: (values) => {
      const value = values[keras]
      if (value === undefined) return others.fromKeras(values)
      const kernel = value.shape.slice(0, rank)
      const turned = value.permute(rank, rank + 1, ...kernel.keys()).reshape(-1, 1, ...kernel)
      return { [`${own}weight`]: turned, ...others.fromKeras(values) }
    },
  }
}

/** Both kernels of a separable convolution, which are one layer in Keras. */
export function separableLayout(layer: SeparableConv1d<boolean> | SeparableConv2d<boolean>): Layout {
  const depthwise = depthwiseLayout(layer.depthwise, { keras: 'depthwise_kernel', own: 'depthwise.' })
  const { weight, kernelSize } = layer.pointwise
  const pointwise = renamed('', [
    {
      keras: 'pointwise_kernel',
      own: 'pointwise.weight',
      read: () => weight.data,
      order: [...field(kernelSize.length), 1, 0],
    },
    biasOf(layer.pointwise.bias, 'pointwise.bias'),
  ])
  return {
    className: `SeparableConv${kernelSize.length}D`,
    names: [...depthwise.names, ...pointwise.names],
    toKeras: () => ({ ...depthwise.toKeras(), ...pointwise.toKeras() }),
    fromKeras: (values: Values) => ({ ...depthwise.fromKeras(values), ...pointwise.fromKeras(values) }),
  }
}
