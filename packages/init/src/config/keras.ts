import { keysOf, message, oneOf, show } from '@nn/check'
import type { Distribution } from '../distributions/family.ts'
import { normal } from '../distributions/normal.ts'
import { truncatedNormal } from '../distributions/truncated-normal.ts'
import { uniform } from '../distributions/uniform.ts'
import { type FanMode, varianceScaling } from '../distributions/variance-scaling.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { constant, ones, zeros } from '../structured/constant.ts'
import { eye } from '../structured/eye.ts'
import { stft } from '../structured/stft.ts'
import { isMembers, type Members, named, type Reader, type Readers, readMembers } from './members.ts'

/** Keras's names of laws; its `normal` is a law that is cut. */
const DISTRIBUTIONS = {
  truncated_normal: 'truncatedNormal',
  truncatedNormal: 'truncatedNormal',
  normal: 'truncatedNormal',
  untruncated_normal: 'normal',
  uniform: 'uniform',
} as const
const MODES = {
  fan_in: 'fanIn',
  fan_out: 'fanOut',
  fan_avg: 'fanAvg',
  fan_geo_avg: 'fanGeoAvg',
  fanIn: 'fanIn',
  fanOut: 'fanOut',
  fanAvg: 'fanAvg',
  fanGeoAvg: 'fanGeoAvg',
} as const

/** A law with the scale and the fan that its name says. */
function scaling(scale: number, mode: FanMode, distribution: Distribution): Reader {
  return [[], () => varianceScaling({ scale, mode, distribution })]
}

/** Keras's and TensorFlow's classes, by lower-case name without `initializer`. */
const CLASSES: Readers = {
  zeros: [[], () => zeros()],
  ones: [[], () => ones()],
  constant: [['value'], ({ value = 0 }) => constant(value)],
  randomuniform: [
    ['minval', 'maxval'],
    ({ minval = -0.05, maxval = 0.05 }) => uniform({ low: minval, high: maxval }),
  ],
  randomnormal: [['mean', 'stddev'], ({ mean = 0, stddev = 0.05 }) => normal({ mean, std: stddev })],
  truncatednormal: [
    ['mean', 'stddev'],
    ({ mean = 0, stddev = 0.05 }) => truncatedNormal({ mean, std: stddev }),
  ],
  variancescaling: [['scale', 'mode', 'distribution', 'input_axes', 'output_axes'], readScaling],
  glorotuniform: scaling(1, 'fanAvg', 'uniform'),
  glorotnormal: scaling(1, 'fanAvg', 'truncatedNormal'),
  heuniform: scaling(2, 'fanIn', 'uniform'),
  henormal: scaling(2, 'fanIn', 'truncatedNormal'),
  lecununiform: scaling(1, 'fanIn', 'uniform'),
  lecunnormal: scaling(1, 'fanIn', 'truncatedNormal'),
  orthogonal: [['gain'], ({ gain = 1 }) => orthogonal({ gain })],
  identity: [['gain'], ({ gain = 1 }) => eye({ gain })],
  stft: [['side', 'window', 'scaling', 'periodic'], stft],
}

function readScaling(config: Members): Initializer {
  const { scale = 1, mode = 'fan_in', distribution = 'truncated_normal' } = config
  for (const name of ['input_axes', 'output_axes'] as const) {
    const axes: unknown = config[name]
    if (axes === undefined || axes === null) continue
    const cure = 'declare the axes of the parameter instead'
    throw new RangeError(message('fromJSON', `${name} to be null`, show(axes), cure))
  }
  const law = oneOf('VarianceScaling', 'distribution', distribution, keysOf(DISTRIBUTIONS))
  const fan = oneOf('VarianceScaling', 'mode', mode, keysOf(MODES))
  return varianceScaling({ scale, mode: MODES[fan], distribution: DISTRIBUTIONS[law] })
}

/** Whether there is a Keras class of this name. */
export function isKerasName(name: string): boolean {
  return Object.hasOwn(CLASSES, classOf(name))
}

/** Keras's `{ class_name, config }`, of any of its versions and of TensorFlow.js. */
export function readKeras(name: string, given: unknown, ignoreSeeds: boolean): Initializer {
  const found = named(CLASSES, classOf(name), 'an initializer of Keras', `class_name ${show(name)}`)
  if (!isMembers(given)) throw new TypeError(message(name, 'an options object', show(given)))
  const { seed, dtype: _, ...config }: Readonly<Record<string, unknown>> = given
  if (seed !== undefined && seed !== null && !ignoreSeeds) {
    const cure = "seeds are the stream's here: pass { ignoreSeeds: true }"
    throw new RangeError(message('fromJSON', `no seed in the config of ${name}`, show(seed), cure))
  }
  return readMembers(name, config, found)
}

function classOf(name: string): string {
  return name
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .replace(/(.)initializer$/, '$1')
}
