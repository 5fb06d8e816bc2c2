import * as init from '@nn/init'
import type { Tensor } from '@nn/tensor'
import type { MAPPINGS } from './entries.ts'
import type { GivenOptions } from './option.ts'

/** What an initializer of the catalogue may read of the network that it is for. */
export interface Surroundings {
  /** Values by path of the same network, as its layers start it from another seed. */
  readonly startedFrom: (seed: number) => init.Checkpoint
}

type Factory = (options?: object) => init.Initializer

/**
 * The initializer of a name with its options; what it says of them itself is thrown as it is.
 *
 * @throws TypeError or RangeError if the initializer refuses an option, or there is none of this name.
 */
export function makeInitializer(
  name: string,
  options: GivenOptions,
  surroundings: Surroundings,
): init.Initializer {
  const composed = COMPOSED[name]
  if (composed !== undefined) return composed(options, surroundings)
  const factory = factoryOf(name)
  return Object.keys(options).length === 0 ? factory() : factory(options)
}

/** Those that take more than one record of options. */
const COMPOSED: Readonly<
  Record<string, (options: GivenOptions, surroundings: Surroundings) => init.Initializer>
> = {
  constant: ({ value }) => init.constant(Number(value)),
  masked: ({ init: inner, ...rest }) => init.masked(innerOf(inner), rest),
  scaled: ({ init: inner, factor }) => init.scaled(innerOf(inner), Number(factor)),
  mapped: ({ init: inner, fn }) => init.mapped(innerOf(inner), mappingOf(fn)),
  byBlock: ({ block, init: inner, otherwise }) =>
    init.byBlock({ [String(block)]: innerOf(inner) }, innerOf(otherwise)),
  fromCheckpoint: ({ seed }, { startedFrom }) =>
    init.fromCheckpoint(startedFrom(Number(seed)), { label: `started from ${seed}` }),
}

const APPLY: Readonly<Record<(typeof MAPPINGS)[number], (values: Tensor) => Tensor>> = {
  abs: (values) => values.abs(),
  sign: (values) => values.sign(),
  square: (values) => values.square(),
  round: (values) => values.round(),
}

function mappingOf(name: unknown): (values: Tensor) => Tensor {
  const found = Object.entries(APPLY).find(([known]) => known === name)
  if (found !== undefined) return found[1]
  throw new RangeError(`mapped: expected fn to be one of ${Object.keys(APPLY).join(', ')}, got ${name}`)
}

function innerOf(name: unknown): init.Initializer {
  return factoryOf(String(name))()
}

function factoryOf(name: string): Factory {
  const found: unknown = Object.hasOwn(init, name) ? Reflect.get(init, name) : undefined
  if (isFactory(found)) return found
  throw new RangeError(`init: expected an initializer of the catalogue, got ${JSON.stringify(name)}`)
}

function isFactory(value: unknown): value is Factory {
  return typeof value === 'function'
}
