import { show } from '../check/check.ts'
import { checkOptions } from '../check/check-options.ts'
import { nearest } from '../check/nearest.ts'
import type { Checkpoint } from '../combinators/from-checkpoint.ts'
import type { InitConfig, Initializer } from '../initializer/initializer.ts'
import { build, OWN_NAMES } from './builders.ts'
import { isBurn, readBurn } from './burn.ts'
import { isKerasName, readKeras } from './keras.ts'
import { readMxnet } from './mxnet.ts'
import { byForeignName, FOREIGN_NAMES } from './names.ts'
import { revive } from './numbers.ts'

/** What cannot be written as JSON, and what is to be done with seeds. */
export interface FromJSONOptions {
  /** Values of `fromCheckpoint` by their label. */
  readonly checkpoints?: Readonly<Record<string, Checkpoint>>
  /** Whether seeds in Keras's configs are left out; without it they are errors, as the stream is given when weights are made. */
  readonly ignoreSeeds?: boolean
}

/**
 * The initializer of a config: of this package's own, as `JSON.stringify(init)` writes it, a bare name, Keras's and TensorFlow's
 * `{ class_name, config }`, MXNet's `["xavier", { … }]`, or Burn's `{ "XavierUniform": { "gain": 1 } }`; parsed or as text. Names of this package mean its own laws;
 * otherwise `he_…`, `glorot_…`, `lecun_…` and Keras's classes mean those of Keras, cut and corrected, `xavier_…`, `kaiming_…`, `trunc_normal`
 * those of PyTorch, plain; case and punctuation do not count.
 *
 * @throws TypeError if it is no config, RangeError if the name is unknown (with the nearest one) or a seed is set; options are checked as
 * by the factory.
 * @example
 * ```ts
 * import { orthogonal } from '@nn/init'
 * import { fromJSON } from '@nn/init/config'
 * fromJSON(JSON.stringify(orthogonal({ gain: 2 }))).config // => { name: 'orthogonal', gain: 2 }
 * fromJSON('he_normal').config // => { name: 'varianceScaling', scale: 2, mode: 'fanIn', distribution: 'truncatedNormal' }
 * fromJSON({ class_name: 'RandomNormal', config: { mean: 0, stddev: 0.02, seed: null } }).config // => { name: 'normal', mean: 0, std: 0.02 }
 * fromJSON('["xavier", {"magnitude": 2}]').config // => { name: 'mxnetXavier', rndType: 'uniform', factorType: 'avg', magnitude: 2 }
 * fromJSON('xavier_unifrom') // throws /fromJSON: expected the name of an initializer, got "xavier_unifrom"; did you mean "xavierUniform"/
 * ```
 */
export function fromJSON(json: unknown, options: FromJSONOptions = {}): Initializer {
  checkOptions('fromJSON', options, ['checkpoints', 'ignoreSeeds'])
  const { checkpoints = {}, ignoreSeeds = false } = options
  const read = (given: unknown): Initializer => {
    const value = typeof given === 'string' && /^\s*["[{]/.test(given) ? JSON.parse(given) : given
    if (typeof value === 'string') return byName(value, ignoreSeeds)
    if (Array.isArray(value)) return readMxnet(value)
    if (typeof value !== 'object' || value === null) throw notConfig(value)
    if ('class_name' in value || 'className' in value) {
      const { class_name: name, className = name, config } = value as Record<string, unknown>
      return readKeras(String(className), config, ignoreSeeds)
    }
    if (isBurn(value)) return readBurn(value)
    const { name } = value as InitConfig
    if (typeof name !== 'string') throw notConfig(value)
    if (!OWN_NAMES.includes(name)) throw unknownName(name, OWN_NAMES)
    return build(revive(value) as InitConfig, { read, checkpoints })
  }
  return read(json)
}

function byName(name: string, ignoreSeeds: boolean): Initializer {
  if (OWN_NAMES.includes(name)) return build({ name }, { read: never, checkpoints: {} })
  const foreign = byForeignName(name)
  if (foreign !== undefined) return foreign
  if (isKerasName(name)) return readKeras(name, {}, ignoreSeeds)
  throw unknownName(name, [...OWN_NAMES, ...FOREIGN_NAMES])
}

function never(): never {
  throw notConfig(undefined)
}

function unknownName(name: string, names: readonly string[]): RangeError {
  const near = show(nearest(name, names, 1)[0])
  return new RangeError(
    `fromJSON: expected the name of an initializer, got ${show(name)}; did you mean ${near}?`,
  )
}

function notConfig(value: unknown): TypeError {
  const expected = "fromJSON: expected a name, { name, … }, { class_name, config } or ['xavier', { … }]"
  return new TypeError(`${expected}, got ${show(value)}`)
}
