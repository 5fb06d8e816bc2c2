import { show } from '@nn/check'
import { msraPrelu, mxnetXavier } from '../distributions/mxnet-xavier.ts'
import { normal } from '../distributions/normal.ts'
import { uniform } from '../distributions/uniform.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { mxnetBilinear } from '../structured/bilinear.ts'
import { constant, ones, zeros } from '../structured/constant.ts'
import { lstmBias } from '../structured/lstm.ts'
import { named, type Readers, readMembers } from './members.ts'

/** MXNet's registry: the options that `dumps()` writes, and the initializer of them. */
const CLASSES: Readers = {
  zero: [[], () => zeros()],
  zeros: [[], () => zeros()],
  one: [[], () => ones()],
  ones: [[], () => ones()],
  constant: [['value'], ({ value = 0 }) => constant(value)],
  uniform: [['scale'], ({ scale = 0.07 }) => uniform({ low: -scale, high: scale })],
  normal: [['sigma'], ({ sigma = 0.01 }) => normal({ std: sigma })],
  orthogonal: [['scale', 'rand_type'], ({ scale = 1414 / 1000 }) => orthogonal({ gain: scale })],
  xavier: [
    ['rnd_type', 'factor_type', 'magnitude'],
    ({ rnd_type: rndType, factor_type: factorType, magnitude }) =>
      mxnetXavier({ rndType, factorType, magnitude }),
  ],
  msraprelu: [
    ['factor_type', 'slope'],
    ({ factor_type: factorType, slope }) => msraPrelu({ factorType, slope }),
  ],
  bilinear: [[], () => mxnetBilinear()],
  lstmbias: [['forget_bias'], ({ forget_bias = 1 }) => lstmBias({ forget: forget_bias })],
}

/** MXNet's `["xavier", { … }]`. */
export function readMxnet([name, config = {}]: readonly unknown[]): Initializer {
  const text = typeof name === 'string' ? name : show(name)
  return readMembers(text, config, named(CLASSES, text.toLowerCase(), 'an initializer of MXNet', show(name)))
}
