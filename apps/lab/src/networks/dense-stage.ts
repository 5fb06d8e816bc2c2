import type { Dense } from '@nn/layers'
import { type ActivationOp, linear, type Tensor } from '@nn/tensor'
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
  const { layer: activate, fused } = of
  return {
    path,
    layer,
    label: `${labelOf(dense)}, ${activation}`,
    parts: [
      { kind: 'linear', path },
      { kind: 'activation', of },
    ],
    before: (x) => sums(dense, x),
    run: (x) => (fused === undefined ? activate(sums(dense, x)) : sums(dense, x, fused)),
  }
}

function labelOf({ weight, units }: Dense): string {
  return `Dense ${weight.shape[1] ?? '?'} → ${units}`
}

/** The layer's sums, after the activation that is applied to them in the same pass. */
function sums({ weight, bias }: Dense, x: Tensor, activation?: ActivationOp): Tensor {
  return linear(x, weight.data, bias.data, activation === undefined ? undefined : { activation })
}
