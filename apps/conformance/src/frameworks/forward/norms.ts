import * as nn from '@nn/layers'
import type { ArgReader } from '../../golden/args.ts'
import { present } from '../../golden/present.ts'
import { options, required, type Sizes } from './arguments.ts'
import { type CreateLayer, unary } from './runnable.ts'

/** None means the mean of all, which absence does not. */
function momentum(args: ArgReader): { momentum: number | null } {
  return { momentum: args.take<number | null>('momentum', 0.1) }
}

const TRACKED = {
  dtype: 'dtype',
  eps: 'eps',
  affine: 'affine',
  trackRunningStats: 'track_running_stats',
} as const

const batchNorm: CreateLayer = (args) => {
  const channels = required<number>(args, 'num_features')
  return unary(
    new nn.BatchNorm({ channels, ...momentum(args), ...options<nn.BatchNormOptions>(args, TRACKED) }),
  )
}

/** PyTorch's classes know how many lengths there are, and so take one example without n. */
function instanceNorm(rank: number): CreateLayer {
  return (args) => {
    const channels = required<number>(args, 'num_features')
    const given = options<nn.InstanceNormOptions>(args, TRACKED)
    const module = new nn.InstanceNorm({ channels, ...momentum(args), ...given })
    return {
      module,
      call: ({ list: [x] }) => {
        if (present(x, 'x').ndim > rank + 1) return [module.forward(present(x, 'x'))]
        return [module.forward(present(x, 'x').unsqueeze(0)).squeeze(0)]
      },
    }
  }
}

/** Norms; PyTorch's classes for one, two and three axes are one here. */
export const NORMS: Readonly<Record<string, CreateLayer>> = {
  BatchNorm1d: batchNorm,
  BatchNorm2d: batchNorm,
  BatchNorm3d: batchNorm,
  InstanceNorm1d: instanceNorm(1),
  InstanceNorm2d: instanceNorm(2),
  InstanceNorm3d: instanceNorm(3),
  LayerNorm: (args) => {
    const names = { dtype: 'dtype', eps: 'eps', affine: 'elementwise_affine', useBias: 'bias' }
    const shape = required<Sizes>(args, 'normalized_shape')
    return unary(new nn.LayerNorm({ shape, ...options<nn.LayerNormOptions>(args, names) }))
  },
  GroupNorm: (args) => {
    const channels = required<number>(args, 'num_channels')
    const given = options<nn.GroupNormOptions>(args, { dtype: 'dtype', eps: 'eps', affine: 'affine' })
    return unary(new nn.GroupNorm(required(args, 'num_groups'), { channels, ...given }))
  },
  RMSNorm: (args) => {
    const shape = required<Sizes>(args, 'normalized_shape')
    const given = options<nn.RmsNormOptions>(args, {
      dtype: 'dtype',
      eps: 'eps',
      affine: 'elementwise_affine',
    })
    return unary(new nn.RmsNorm({ shape, ...given }))
  },
}
