import type { Dense } from '@nn/layers'
import { linear, type Tensor } from '@nn/tensor'
import { activationOf } from '../activations/activations.ts'
import type { Stage } from './network.ts'

/** The stage of a dense layer that no activation follows. */
export function plainStage(dense: Dense, path: string, layer: number): Stage {
  return {
    path,
    layer,
    label: labelOf(dense),
    parts: [{ kind: 'linear', path }],
    before: undefined,
    run: (x) => sums(dense, x),
  }
}

/** The stage of a dense layer with the activation that follows it, in it or behind it. */
export function activeStage(dense: Dense, path: string, layer: number, activation: string): Stage {
  const of = activationOf(activation)
  const before = (x: Tensor): Tensor => sums(dense, x)
  return {
    path,
    layer,
    label: `${labelOf(dense)}, ${activation}`,
    parts: [
      { kind: 'linear', path },
      { kind: 'activation', of },
    ],
    before,
    run: (x) => of.layer(before(x)),
  }
}

function labelOf({ weight, units }: Dense): string {
  return `Dense ${weight.shape[1] ?? '?'} → ${units}`
}

function sums({ weight, bias }: Dense, x: Tensor): Tensor {
  return linear(x, weight.data, bias.data)
}
