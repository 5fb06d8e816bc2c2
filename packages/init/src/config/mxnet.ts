import type { Nested } from '@nn/tensor'
import { show } from '../check/check.ts'
import { checkOptions } from '../check/check-options.ts'
import { nearest } from '../check/nearest.ts'
import { type MxnetXavierOptions, msraPrelu, mxnetXavier } from '../distributions/mxnet-xavier.ts'
import { normal } from '../distributions/normal.ts'
import { uniform } from '../distributions/uniform.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { bilinear } from '../structured/bilinear.ts'
import { constant, ones, zeros } from '../structured/constant.ts'
import { lstmBias } from '../structured/lstm.ts'

type Config = Readonly<Record<string, unknown>>

/** MXNet's registry: the options that `dumps()` writes, and the initializer of them. */
const CLASSES: Readonly<
  Record<string, readonly [names: readonly string[], read: (config: Config) => Initializer]>
> = {
  zero: [[], () => zeros()],
  zeros: [[], () => zeros()],
  one: [[], () => ones()],
  ones: [[], () => ones()],
  constant: [['value'], ({ value = 0 }) => constant(value as Nested)],
  uniform: [['scale'], ({ scale = 0.07 }) => uniform({ low: -(scale as number), high: scale as number })],
  normal: [['sigma'], ({ sigma = 0.01 }) => normal({ std: sigma as number })],
  orthogonal: [['scale', 'rand_type'], ({ scale = 1414 / 1000 }) => orthogonal({ gain: scale as number })],
  xavier: [
    ['rnd_type', 'factor_type', 'magnitude'],
    ({ rnd_type = 'uniform', factor_type = 'avg', magnitude = 3 }) =>
      mxnetXavier({ rndType: rnd_type, factorType: factor_type, magnitude } as MxnetXavierOptions),
  ],
  msraprelu: [
    ['factor_type', 'slope'],
    ({ factor_type = 'avg', slope = 0.25 }) =>
      msraPrelu({ factorType: factor_type as 'avg', slope: slope as number }),
  ],
  bilinear: [[], () => bilinear({ channels: 'all' })],
  lstmbias: [['forget_bias'], ({ forget_bias = 1 }) => lstmBias({ forget: forget_bias as number })],
}

/** MXNet's `["xavier", { … }]`. */
export function readMxnet([name, config = {}]: readonly unknown[]): Initializer {
  const found = typeof name === 'string' ? CLASSES[name.toLowerCase()] : undefined
  if (found === undefined) {
    const near = nearest(String(name), Object.keys(CLASSES), 1)[0]
    throw new RangeError(
      `fromJSON: expected an initializer of MXNet, got ${show(name)}; did you mean ${show(near)}?`,
    )
  }
  checkOptions(String(name), config, found[0])
  return found[1](config as Config)
}
