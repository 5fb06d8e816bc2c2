import { checkOptions, type OptionNames } from '@nn/check'
import type { TorchDialect } from '@nn/init/torch'
import { BasicBlock, Bottleneck, ResNet, type ResNetDesign } from '../torchvision/resnet.ts'

/** The options of timm's `ResNet` that are known here, under its names. */
interface TimmResNetOptions {
  readonly num_classes?: number | undefined
  readonly in_chans?: number | undefined
  /** Whether the last norm of each block starts as 0. Default true. */
  readonly zero_init_last?: boolean | undefined
  readonly drop_rate?: number | undefined
  readonly drop_path_rate?: number | undefined
}

const NAMES: OptionNames<TimmResNetOptions> = {
  num_classes: true,
  in_chans: true,
  zero_init_last: true,
  drop_rate: true,
  drop_path_rate: true,
}

/** Builds a member of the family. */
type Build = (options?: TimmResNetOptions, dialect?: TorchDialect) => ResNet

/** The names, sizes and order of drawing are torchvision's; what differs is a default. */
const member =
  (name: string, design: ResNetDesign): Build =>
  (options = {}, dialect) => {
    checkOptions(name, options, NAMES)
    const { num_classes, in_chans, zero_init_last: zero_init_residual = true } = options
    return new ResNet({ ...design, in_chans }, { num_classes, zero_init_residual }, dialect)
  }

export const resnet18: Build = member('resnet18', { block: BasicBlock, layers: [2, 2, 2, 2] })
export const resnet34: Build = member('resnet34', { block: BasicBlock, layers: [3, 4, 6, 3] })
export const resnet50: Build = member('resnet50', { block: Bottleneck, layers: [3, 4, 6, 3] })
export const resnet101: Build = member('resnet101', { block: Bottleneck, layers: [3, 4, 23, 3] })
