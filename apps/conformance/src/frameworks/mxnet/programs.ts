import { cpu } from '@nn/backend-cpu'
import { normal } from '@nn/init'
import { mxnet } from '@nn/init/mxnet'
import { Dense, relu, Sequential } from '@nn/layers'
import type { Rng } from '@nn/random'
import type { Computed } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { numbersOf } from '../../golden/read.ts'

/** `nn.Sequential(Dense(8, relu), Dense(1))` after `net.initialize()`. */
function openNet({ args }: GoldenCase, rng: Rng) {
  const [inputs = 0, hidden = 0, outputs = 0] = numbersOf(args.dims)
  const dialect = mxnet({ rng })
  const net = new Sequential(
    new Dense(hidden, { inUnits: inputs, activation: relu }),
    new Dense(outputs, { inUnits: hidden }),
  )
  net.initialize({ dialect, backend: cpu })
  const weights = (): Computed[] =>
    net.layers.map(({ weight }, i) => ({ name: `${i}.weight`, values: weight.data.clone().toArray() }))
  return { dialect, net, weights }
}

/** Programs with layers by their op. */
export const PROGRAMS: Readonly<Record<string, (golden: GoldenCase, rng: Rng) => Computed[]>> = {
  'flow.gluon_default': (golden, rng) => openNet(golden, rng).weights(),
  'flow.gluon_normal': (golden, rng) => {
    const { dialect, net, weights } = openNet(golden, rng)
    const before = weights().map(({ values }, i) => ({ name: `skip${i}`, values }))
    net.initialize({ dialect, init: normal({ std: 0.01 }), forceReinit: true })
    return [...before, ...weights()]
  },
}
