import { checkOptions, flag, isPlain, message, nearest, type OptionNames, show } from '@nn/check'
import type { Checkpoint } from '../combinators/from-checkpoint.ts'
import type { Initializer } from '../initializer/initializer.ts'
import { build, OWN_NAMES, type Reader } from './builders.ts'
import { readBurn } from './burn.ts'
import { isKerasName, readKeras } from './keras.ts'
import { parsed } from './members.ts'
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

/** @internal */
export const FROM_JSON: OptionNames<FromJSONOptions> = { checkpoints: true, ignoreSeeds: true }

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
  checkOptions('fromJSON', options, FROM_JSON)
  const { checkpoints = {}, ignoreSeeds = false } = options
  flag('fromJSON', 'ignoreSeeds', ignoreSeeds)
  if (!isPlain(checkpoints)) {
    throw new TypeError(message('fromJSON', 'checkpoints to be values by label', show(checkpoints)))
  }
  const read = (given: unknown): Initializer => {
    const isText = typeof given === 'string' && /^\s*["[{]/.test(given)
    const value = isText ? parsed('fromJSON', given) : given
    if (typeof value === 'string') return byName(value, ignoreSeeds)
    if (Array.isArray(value)) return readMxnet(value)
    if (typeof value !== 'object' || value === null) throw notConfig(value)
    return readKerasConfig(value, ignoreSeeds) ?? readBurn(value) ?? readOwn(value, { read, checkpoints })
  }
  return read(json)
}

/** Keras's form of a config; undefined if the value is of another one. */
function readKerasConfig(value: object, ignoreSeeds: boolean): Initializer | undefined {
  if (!('class_name' in value || 'className' in value)) return undefined
  const { class_name: old, className = old, config = {} }: KerasConfig = value
  return readKeras(String(className), config ?? {}, ignoreSeeds)
}

interface KerasConfig {
  readonly class_name?: unknown
  readonly className?: unknown
  readonly config?: unknown
}

function readOwn(value: object, reader: Reader): Initializer {
  const { name, ...options }: { readonly name?: unknown } = value
  if (typeof name !== 'string') throw notConfig(value)
  const revived = Object.entries(options).map(([option, item]) => [option, revive(item)] as const)
  return build(name, Object.fromEntries(revived), reader) ?? unknownName(name, OWN_NAMES)
}

function byName(name: string, ignoreSeeds: boolean): Initializer {
  const own = build(name, {}, { read: notConfigInside, checkpoints: {} })
  const found = own ?? byForeignName(name)
  if (found !== undefined) return found
  return isKerasName(name)
    ? readKeras(name, {}, ignoreSeeds)
    : unknownName(name, [...OWN_NAMES, ...FOREIGN_NAMES])
}

function notConfigInside(): never {
  throw notConfig(undefined)
}

function unknownName(name: string, names: readonly string[]): never {
  const cure = `did you mean ${show(nearest(name, names)[0])}?`
  throw new RangeError(message('fromJSON', 'the name of an initializer', show(name), cure))
}

function notConfig(value: unknown): TypeError {
  const expected = "a name, { name, … }, { class_name, config } or ['xavier', { … }]"
  return new TypeError(message('fromJSON', expected, show(value)))
}
