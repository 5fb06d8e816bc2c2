import { AvgPool2d, Conv2d, Dense, Flatten, Sequential } from '@nn/layers'
import { activationOf } from '../activations/activations.ts'
import type { LabState } from '../state/state.ts'
import { activeStage, plainStage } from './dense-stage.ts'
import type { LabNetwork, Part, Stage } from './network.ts'

/** The book's LeNet (LeCun et al., 1998, https://doi.org/10.1109/5.726791), for images of 8 × 8. A stage begins with the pool that is before it. */
export function lenet({ activation }: LabState): LabNetwork {
  const { layer: activate } = activationOf(activation)
  const conv1 = new Conv2d(6, 5, { inChannels: 1, padding: 2 })
  const conv2 = new Conv2d(16, 3, { inChannels: 6, padding: 1 })
  const [pool1, pool2] = [new AvgPool2d(2), new AvgPool2d(2)]
  const flatten = new Flatten()
  const [dense1, dense2] = [new Dense(120, { inUnits: 64 }), new Dense(84, { inUnits: 120 })]
  const output = new Dense(10, { inUnits: 84, use: 'readout' })
  const net = new Sequential(
    ...[conv1, activate, pool1, conv2, activate, pool2, flatten],
    ...[dense1, activate, dense2, activate, output],
  )
  return {
    net,
    stages: [
      convStage(conv1, { path: '0', layer: 1, label: 'Conv 1 → 6, 5 × 5' }, activation),
      after(pool1, convStage(conv2, { path: '3', layer: 2, label: 'Conv 6 → 16, 3 × 3' }, activation)),
      after(pool2, after(flatten, activeStage(dense1, '7', 3, activation), []), [{ kind: 'other' }]),
      activeStage(dense2, '9', 4, activation),
      plainStage(output, '11', 5),
    ],
    inputShape: [1, 8, 8],
    vocabulary: undefined,
    embedding: undefined,
  }
}

function convStage(conv: Conv2d, place: Pick<Stage, 'path' | 'layer' | 'label'>, activation: string): Stage {
  const of = activationOf(activation)
  return {
    ...place,
    label: `${place.label}, ${activation}`,
    // At the border a kernel sees zeros, which theory leaves out.
    parts: [
      { kind: 'linear', path: place.path },
      { kind: 'activation', of },
    ],
    before: (x) => conv.forward(x),
    run: (x) => of.layer(conv.forward(x)),
  }
}

/** A stage whose input goes through a layer without parameters first, which theory says nothing of. */
function after(
  layer: AvgPool2d | Flatten,
  stage: Stage,
  parts: readonly Part[] = [{ kind: 'other' }],
): Stage {
  const { before, run } = stage
  return {
    ...stage,
    parts: [...parts, ...stage.parts],
    before: before && ((x) => before(layer.forward(x))),
    run: (x) => run(layer.forward(x)),
  }
}
