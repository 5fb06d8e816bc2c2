import type { FloatArray, Rng } from '@nn/random'
import type { Distribution } from '../distributions/family.ts'
import type { FanMode } from '../distributions/variance-scaling.ts'
import type { Nonlinearity } from '../gain/gain.ts'
import type { InitRequest } from '../initializer/request.ts'
import type { Axes } from '../parameter/axes.ts'
import type { Fans } from '../parameter/fans.ts'
import type { Draw } from './draw.ts'
import type { StorageRule } from './storage.ts'

/** The part of a stream that initializers draw with. */
export type DrawRng = Pick<Rng, Draw['law']>

/** What a law is computed from: fans by the framework's own rule, and the rounding of its numbers. */
export interface Givens {
  readonly fans: Fans
  /** To the dtype. */
  readonly round: (value: number) => number
}

/** The options of our initializers that some framework has, each with what its own initializers fill in. */
export interface Config {
  readonly low: number
  readonly high: number
  readonly mean: number
  readonly std: number
  readonly bounds: 'std' | 'absolute'
  readonly version?: string
  readonly gain: number
  readonly scale: number
  readonly mode: FanMode
  readonly distribution: Distribution
  readonly nonlinearity: Nonlinearity
  readonly slope: number | undefined
  readonly sparsity: number
  readonly along: 'column' | 'row'
  readonly rndType: 'uniform' | 'gaussian'
  readonly factorType: 'avg' | 'in' | 'out'
  readonly magnitude: number
}

/** The draw that a framework makes for an initializer with these options. */
export type Formula = (config: Config, givens: Givens) => Draw

/** Values that are more than one draw, in the framework's shape. */
export type Maker<R> = (rng: R, out: FloatArray, shape: readonly number[], config: Config) => unknown

/** A framework's shapes. */
export type Frame = Pick<Accent, 'fansOf' | 'storageOf'>

/** How a framework speaks: where its fans, its storage of weights, its numbers and its fills differ from ours. */
export interface Accent<R extends DrawRng = DrawRng> {
  readonly name: string
  /** Fans of a shape as the framework stores it. @throws ShapeError if it has none. */
  readonly fansOf: (path: string, shape: readonly number[], axes?: Axes) => Fans
  readonly storageOf: StorageRule
  readonly formulas: Readonly<Record<string, Formula>>
  readonly makers?: Readonly<Record<string, Maker<R>>>
  /** By our names, how far from the framework's own bits the values may be, in words for plans. */
  readonly bounds?: Readonly<Record<string, string>>
  readonly fill?: (rng: R, out: FloatArray, draw: Draw, givens: Givens) => unknown
}

/** Where an initializer's stream comes from at each call. */
export type StreamOf<R extends DrawRng = DrawRng> = (request: InitRequest) => R
