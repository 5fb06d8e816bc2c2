import * as nn from '@nn/layers'
import { only, options, required, type Sizes } from './arguments.ts'
import { type CreateLayer, unary } from './runnable.ts'

const SHARED = {
  inChannels: 'in_channels',
  stride: 'stride',
  padding: 'padding',
  dilation: 'dilation',
  groups: 'groups',
  useBias: 'bias',
  dtype: 'dtype',
} as const

type Conv = typeof nn.Conv1d | typeof nn.Conv2d | typeof nn.Conv3d

function convolution(Layer: Conv): CreateLayer {
  return (args) => {
    const given = options<nn.ConvOptions>(args, { ...SHARED, paddingMode: 'padding_mode' })
    return unary(new Layer(required(args, 'out_channels'), required<Sizes>(args, 'kernel_size'), given))
  }
}

type ConvTranspose = typeof nn.ConvTranspose1d | typeof nn.ConvTranspose2d | typeof nn.ConvTranspose3d

function transposed(Layer: ConvTranspose): CreateLayer {
  return (args) => {
    only(args, 'padding_mode', 'zeros')
    const names = { ...SHARED, outputPadding: 'output_padding' }
    const given = options<nn.ConvTransposeOptions>(args, names)
    return unary(new Layer(required(args, 'out_channels'), required<Sizes>(args, 'kernel_size'), given))
  }
}

/** Convolutions. */
export const CONVOLUTIONS: Readonly<Record<string, CreateLayer>> = {
  Conv1d: convolution(nn.Conv1d),
  Conv2d: convolution(nn.Conv2d),
  Conv3d: convolution(nn.Conv3d),
  ConvTranspose1d: transposed(nn.ConvTranspose1d),
  ConvTranspose2d: transposed(nn.ConvTranspose2d),
  ConvTranspose3d: transposed(nn.ConvTranspose3d),
}
