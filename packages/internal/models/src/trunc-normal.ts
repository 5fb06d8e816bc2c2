import type { TorchDialect } from '@nn/init/torch'
import type { Parameter } from '@nn/layers'

/** `nn.init.trunc_normal_(weight, std=std)`: cut at ±2, which are values. */
export function truncNormal_(dialect: TorchDialect, weight: Parameter, std: number): void {
  dialect.truncatedNormal_(weight, { std, low: -2, high: 2, bounds: 'absolute' })
}
