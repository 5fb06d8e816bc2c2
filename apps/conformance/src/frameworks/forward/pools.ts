import * as nn from '@nn/layers'
import { options, required, type Sizes } from './arguments.ts'
import { type CreateLayer, unary } from './runnable.ts'

const SHARED = { stride: 'stride', padding: 'padding', ceilMode: 'ceil_mode' } as const

type Max = typeof nn.MaxPool1d | typeof nn.MaxPool2d | typeof nn.MaxPool3d

function max(Layer: Max): CreateLayer {
  return (args) => {
    const given = options<nn.MaxPoolOptions>(args, { ...SHARED, dilation: 'dilation' })
    return unary(new Layer(required<Sizes>(args, 'kernel_size'), given))
  }
}

type Average = typeof nn.AvgPool1d | typeof nn.AvgPool2d | typeof nn.AvgPool3d

function average(Layer: Average): CreateLayer {
  return (args) => {
    const names = { ...SHARED, countIncludePad: 'count_include_pad', divisor: 'divisor_override' }
    return unary(new Layer(required<Sizes>(args, 'kernel_size'), options<nn.AvgPoolOptions>(args, names)))
  }
}

type Adaptive =
  | typeof nn.AdaptiveAvgPool1d
  | typeof nn.AdaptiveAvgPool2d
  | typeof nn.AdaptiveAvgPool3d
  | typeof nn.AdaptiveMaxPool1d
  | typeof nn.AdaptiveMaxPool2d
  | typeof nn.AdaptiveMaxPool3d

function adaptive(Layer: Adaptive): CreateLayer {
  return (args) => unary(new Layer(required<nn.OutputSize>(args, 'output_size')))
}

/** Pools. */
export const POOLS: Readonly<Record<string, CreateLayer>> = {
  MaxPool1d: max(nn.MaxPool1d),
  MaxPool2d: max(nn.MaxPool2d),
  MaxPool3d: max(nn.MaxPool3d),
  AvgPool1d: average(nn.AvgPool1d),
  AvgPool2d: average(nn.AvgPool2d),
  AvgPool3d: average(nn.AvgPool3d),
  AdaptiveAvgPool1d: adaptive(nn.AdaptiveAvgPool1d),
  AdaptiveAvgPool2d: adaptive(nn.AdaptiveAvgPool2d),
  AdaptiveAvgPool3d: adaptive(nn.AdaptiveAvgPool3d),
  AdaptiveMaxPool1d: adaptive(nn.AdaptiveMaxPool1d),
  AdaptiveMaxPool2d: adaptive(nn.AdaptiveMaxPool2d),
  AdaptiveMaxPool3d: adaptive(nn.AdaptiveMaxPool3d),
}
