import type { Nested } from '@nn/tensor'
import { oneOf, show } from '../check/check.ts'
import { checkOptions } from '../check/check-options.ts'
import { nearest } from '../check/nearest.ts'
import type { Distribution } from '../distributions/family.ts'
import { normal } from '../distributions/normal.ts'
import { truncatedNormal } from '../distributions/truncated-normal.ts'
import { uniform } from '../distributions/uniform.ts'
import { type FanMode, varianceScaling } from '../distributions/variance-scaling.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { orthogonal } from '../orthogonal/orthogonal.ts'
import { constant, ones, zeros } from '../structured/constant.ts'
import { eye } from '../structured/eye.ts'
import { type StftOptions, stft } from '../structured/stft.ts'

type Config = Readonly<Record<string, unknown>>

/** Keras's names of laws: `normal` is cut, too. */
const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
  truncated_normal: 'truncatedNormal',
  truncatedNormal: 'truncatedNormal',
  normal: 'truncatedNormal',
  untruncated_normal: 'normal',
  uniform: 'uniform',
}
const MODES: Readonly<Record<string, FanMode>> = {
  fan_in: 'fanIn',
  fan_out: 'fanOut',
  fan_avg: 'fanAvg',
  fan_geo_avg: 'fanGeoAvg',
  fanIn: 'fanIn',
  fanOut: 'fanOut',
  fanAvg: 'fanAvg',
}

/** A law with the scale and the fan that its name says. */
function scaling(scale: number, mode: FanMode, distribution: Distribution): Reader {
  return [[], () => varianceScaling({ scale, mode, distribution })]
}

/** The options of a class, and the initializer of its config. */
type Reader = readonly [names: readonly string[], read: (config: Config) => Initializer]

/** Keras's and TensorFlow's classes, by lower-case name without `initializer`. */
const CLASSES: Readonly<Record<string, Reader>> = {
  zeros: [[], () => zeros()],
  ones: [[], () => ones()],
  constant: [['value'], ({ value = 0 }) => constant(value as Nested)],
  randomuniform: [
    ['minval', 'maxval'],
    ({ minval = -0.05, maxval = 0.05 }) => uniform({ low: minval as number, high: maxval as number }),
  ],
  randomnormal: [
    ['mean', 'stddev'],
    ({ mean = 0, stddev = 0.05 }) => normal({ mean: mean as number, std: stddev as number }),
  ],
  truncatednormal: [
    ['mean', 'stddev'],
    ({ mean = 0, stddev = 0.05 }) => truncatedNormal({ mean: mean as number, std: stddev as number }),
  ],
  variancescaling: [['scale', 'mode', 'distribution', 'input_axes', 'output_axes'], readScaling],
  glorotuniform: scaling(1, 'fanAvg', 'uniform'),
  glorotnormal: scaling(1, 'fanAvg', 'truncatedNormal'),
  heuniform: scaling(2, 'fanIn', 'uniform'),
  henormal: scaling(2, 'fanIn', 'truncatedNormal'),
  lecununiform: scaling(1, 'fanIn', 'uniform'),
  lecunnormal: scaling(1, 'fanIn', 'truncatedNormal'),
  orthogonal: [['gain'], ({ gain = 1 }) => orthogonal({ gain: gain as number })],
  identity: [['gain'], ({ gain = 1 }) => eye({ gain: gain as number })],
  stft: [['side', 'window', 'scaling', 'periodic'], (config) => stft(config as unknown as StftOptions)],
}

function readScaling(config: Config): Initializer {
  const { scale = 1, mode = 'fan_in', distribution = 'truncated_normal' } = config
  for (const name of ['input_axes', 'output_axes']) {
    if (config[name] === undefined || config[name] === null) continue
    const cure = 'declare the axes of the parameter instead'
    throw new RangeError(`fromJSON: expected ${name} to be null, got ${show(config[name])}; ${cure}`)
  }
  oneOf('VarianceScaling', 'mode', mode, Object.keys(MODES))
  oneOf('VarianceScaling', 'distribution', distribution, Object.keys(DISTRIBUTIONS))
  return varianceScaling({
    scale: scale as number,
    mode: MODES[mode as string]!,
    distribution: DISTRIBUTIONS[distribution as string]!,
  })
}

/** Whether there is a Keras class of this name. */
export function isKerasName(name: string): boolean {
  return Object.hasOwn(CLASSES, classOf(name))
}

/** Keras's `{ class_name, config }`, of any of its versions and of TensorFlow.js. */
export function readKeras(name: string, given: unknown, ignoreSeeds: boolean): Initializer {
  const found = CLASSES[classOf(name)]
  if (found === undefined) {
    const near = nearest(classOf(name), Object.keys(CLASSES), 1)[0]
    throw new RangeError(
      `fromJSON: expected an initializer of Keras, got class_name ${show(name)}; did you mean ${show(near)}?`,
    )
  }
  const { seed, dtype: _, ...config } = (given ?? {}) as Config
  if (seed !== undefined && seed !== null && !ignoreSeeds) {
    const cure = "seeds are the stream's here: pass { ignoreSeeds: true }"
    throw new RangeError(`fromJSON: expected no seed in the config of ${name}, got ${show(seed)}; ${cure}`)
  }
  checkOptions(name, config, found[0])
  return found[1](config)
}

function classOf(name: string): string {
  return name
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .replace(/(.)initializer$/, '$1')
}
