import { message } from '@nn/check'
import type { FloatArray, Rng } from '@nn/random'
import type { Distribution } from '../distributions/family.ts'
import type { FanMode } from '../distributions/variance-scaling.ts'
import type { Nonlinearity } from '../gain/gain.ts'
import { checkFill } from '../initializer/fill.ts'
import { createInitializer, type InitConfig, type Initializer, isData } from '../initializer/initializer.ts'
import { constantLaw } from '../initializer/law.ts'
import { createRequest, type InitRequest } from '../initializer/request.ts'
import { sizeOf } from '../math/size-of.ts'
import type { Axes } from '../parameter/axes.ts'
import type { Fans } from '../parameter/fans.ts'
import { type Draw, fillDraw, lawOf } from './draw.ts'
import { fromStored, type LayoutRule, storedShape } from './layout.ts'

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
export type Recipe = (config: Config, givens: Givens) => Draw

/** Values that are more than one draw, in the framework's shape. */
export type Maker<R> = (rng: R, out: FloatArray, shape: readonly number[], config: Config) => unknown

/** A framework's shapes. */
type Frame = Pick<Accent, 'fansOf' | 'layoutOf'>

/** How a framework speaks: where its fans, its layout, its numbers and its fills differ from ours. */
export interface Accent<R extends DrawRng = DrawRng> {
  readonly name: string
  /** Fans of a shape in the framework's layout. @throws ShapeError if it has none. */
  readonly fansOf: (path: string, shape: readonly number[], axes?: Axes) => Fans
  readonly layoutOf: LayoutRule
  readonly recipes: Readonly<Record<string, Recipe>>
  readonly makers?: Readonly<Record<string, Maker<R>>>
  readonly fill?: (rng: R, out: FloatArray, draw: Draw, givens: Givens) => unknown
}

/** Where an initializer's stream comes from at each call. */
export type StreamOf<R extends DrawRng = DrawRng> = (request: InitRequest) => R

const exact = (value: number): number => value

/** Numbers of the law at fans that are not known, to check options with. */
const ANY: Givens = { fans: { fanIn: 1, fanOut: 1 }, round: exact }

/** One of our initializers in a framework's words; undefined if it has none of its name. */
export function translate<R extends DrawRng>(
  accent: Accent<R>,
  init: Initializer,
  streamOf: StreamOf<R>,
): Initializer | undefined {
  const config = init.config as InitConfig & Config
  if (!isData(init)) return undefined
  const recipe = Object.hasOwn(accent.recipes, config.name) ? accent.recipes[config.name] : undefined
  const maker = accent.makers?.[config.name]
  if (recipe === undefined && maker === undefined) return undefined
  recipe?.(config, ANY)
  const name = `${accent.name}.${config.name}`
  return createInitializer({
    config: { ...config, name },
    needs: init.needs.filter((need) => need !== 'rng'),
    draw: (request) =>
      drawStored(accent, name, request, (out, shape) => {
        const rng = streamOf(request)
        if (recipe === undefined) return maker!(rng, out, shape, config)
        const { path, axes, givenFans } = request
        const fans = givenFans ?? fansFor(accent, init, path, shape, axes)
        const givens = { fans, round: roundingOf(out) }
        return (accent.fill ?? fillDraw)(rng, out, recipe(config, givens), givens)
      }),
    describe: (request) => {
      const shape = storedShape(request.shape, accent.layoutOf(request.shape, request.axes))
      if (recipe === undefined || shape.includes(null)) return init.describe(request)
      const known = shape as readonly number[]
      if (sizeOf(known) === 0) return { text: 'no elements' }
      return lawOf(recipe(config, { fans: fansFor(accent, init, name, known, request.axes), round: exact }))
    },
    isData: false,
  })
}

/** An initializer of a framework's own vocabulary in its words. */
export function spoken<R extends DrawRng>(
  accent: Accent<R>,
  init: Initializer,
  streamOf: StreamOf<R>,
): Initializer {
  const said = translate(accent, init, streamOf)
  if (said !== undefined) return said
  throw new RangeError(message(accent.name, 'an initializer that it has', init.config.name))
}

/** The values of a request, drawn in the framework's layout. */
function drawStored(
  accent: Frame,
  name: string,
  request: InitRequest,
  write: (out: FloatArray, shape: readonly number[]) => unknown,
): ReturnType<Initializer> {
  checkFill(name, request)
  const { shape, axes, dtype, backend } = request
  const size = sizeOf(shape)
  const out = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size)
  const layout = accent.layoutOf(shape, axes)
  if (size > 0) write(out, storedShape(shape, layout))
  return backend.tensor(fromStored(out, shape, layout), { shape, copy: false })
}

function roundingOf(out: FloatArray): (value: number) => number {
  return out instanceof Float32Array ? Math.fround : exact
}

/** Fans, where the law depends on them. */
function fansFor(
  accent: Frame,
  { needs }: Initializer,
  path: string,
  shape: readonly number[],
  axes: Axes | undefined,
): Fans {
  return needs.includes('fans') ? accent.fansOf(path, shape, axes) : ANY.fans
}

/** Another initializer, drawing from a dialect's stream: a law of one's own, or one that the framework does not have. */
export function withStream(init: Initializer, rngOf: (request: InitRequest) => Rng): Initializer {
  return createInitializer({
    config: init.config,
    needs: init.needs.filter((need) => need !== 'rng'),
    draw: (request) => {
      const { path, shape, dtype, role, axes, givenFans: fans, backend } = request
      return init(createRequest({ path, shape, dtype, role, axes, fans, backend, rng: rngOf(request) }))
    },
    describe: init.describe,
    isData: false,
  })
}

/** An initializer that a framework has for one of its layers alone. */
export function layerDefault(
  accent: Frame,
  parts: {
    readonly config: InitConfig
    readonly streamOf: StreamOf
    /** The draw for a shape in the framework's layout; at draw time, when all lengths are known. */
    readonly drawOf: (shape: readonly number[], round: Givens['round']) => Draw
    /** Where the law depends on more than the shape, and may not be known yet. */
    readonly isKnown?: () => boolean
    /** Whether what was drawn is then set to 0. */
    readonly isZeroed?: boolean
  },
): Initializer {
  const { config, streamOf, drawOf, isKnown = () => true, isZeroed = false } = parts
  return createInitializer({
    config,
    draw: (request) =>
      drawStored(accent, config.name, request, (out, shape) => {
        fillDraw(streamOf(request), out, drawOf(shape, roundingOf(out)))
        if (isZeroed) out.fill(0)
      }),
    describe: ({ shape, axes }) => {
      if (isZeroed) return constantLaw(0)
      const stored = storedShape(shape, accent.layoutOf(shape, axes))
      if (stored.includes(null) || !isKnown()) return { text: config.name }
      return lawOf(drawOf(stored as readonly number[], exact))
    },
    isData: false,
  })
}
