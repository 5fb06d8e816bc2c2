import { BatchNorm, Conv2d, Relu6, Sequential, type UnaryModule } from '@nn/layers'

/** The shape of the convolution. */
interface Options {
  readonly kernel_size?: number
  readonly stride?: number
  readonly groups?: number
}

/** torchvision's `Conv2dNormActivation` with `nn.ReLU6`: a convolution that keeps the size, a norm, an activation. */
export function conv2dNormRelu6(
  inChannels: number,
  channels: number,
  { kernel_size = 3, stride = 1, groups = 1 }: Options = {},
): UnaryModule {
  const padding = (kernel_size - 1) >> 1
  return new Sequential(
    new Conv2d(channels, kernel_size, { inChannels, stride, padding, groups, useBias: false }),
    new BatchNorm({ channels }),
    new Relu6(),
  )
}
