import type { Rng } from '@nn/random'
import { createInitializer, type Initializer, isData } from '../initializer/initializer.ts'
import type { InitRequest } from '../initializer/request.ts'
import { checkKind } from '../parameter/layer-kind.ts'
import { isKnownShape } from '../parameter/shape.ts'
import type { DialectLayer, DialectParameter } from './dialect.ts'
import { fillingPadding, withStream } from './translate.ts'

/** The shape of a parameter, as far as it is known when a later one of its layer is drawn. */
export type ShapeOf = (parameter: DialectParameter) => readonly number[] | undefined

/** How a dialect finds the initializer of one parameter. */
export interface Adapter {
  /** One of ours in the framework's words; undefined if it has none like it. */
  translate(init: Initializer, parameter: DialectParameter, layer: DialectLayer): Initializer | undefined
  /** Whether an initializer is one of the dialect's own, which has its stream already. */
  isSpoken?(init: Initializer): boolean
  /** The stream of initializers that the framework does not have. */
  rngOf(parameter: DialectParameter): (request: InitRequest) => Rng
  /** The framework's default; undefined where it is the layer's own. */
  defaultOf(parameter: DialectParameter, layer: DialectLayer, shapeOf: ShapeOf): Initializer | undefined
  /** The initializer that is asked for when the framework makes a layer; by default what is wanted. */
  wantedOf?(parameter: DialectParameter, layer: DialectLayer): Initializer | undefined
  /** Makes the initializer of a parameter, with what else the framework does then. */
  making?(parameter: DialectParameter, layer: DialectLayer, make: () => Initializer): Initializer
  /** Whether the framework has padding rows, which its functions then fill, so that only its default leaves them 0. */
  readonly fillsPadding?: boolean
  /** What happens before the initializers of a layer are made. */
  opening?(layer: DialectLayer): void
  /** Takes from the session what a layer takes whose forward draws. */
  seedLayer?(layer: DialectLayer): void
}

/** A framework's words for initializers. */
interface Words extends Pick<Adapter, 'rngOf' | 'isSpoken'> {
  translate(init: Initializer, parameter: DialectParameter): Initializer | undefined
}

/**
 * The initializers of all parameters, layer by layer.
 *
 * @throws TypeError or RangeError if a layer declares a kind that there is not.
 */
export function adaptLayers<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
  adapter: Adapter,
): Map<P, Initializer> {
  for (const { path, kind } of layers) checkKind(path === '' ? 'module' : path, kind)
  const found = new Map<DialectParameter, readonly number[]>()
  const shapeOf: ShapeOf = (parameter) => {
    const { shape } = parameter
    return found.get(parameter) ?? (isKnownShape(shape) ? shape : undefined)
  }
  const adapted = new Map<P, Initializer>()
  for (const layer of layers) {
    if (layer.takesSeed) adapter.seedLayer?.(layer)
    adapter.opening?.(layer)
    const words: Words = {
      translate: (init, parameter) => adapter.translate(init, parameter, layer),
      rngOf: (parameter) => adapter.rngOf(parameter),
      isSpoken: (init) => adapter.isSpoken?.(init) === true,
    }
    for (const parameter of layer.parameters) {
      const wanted = adapter.wantedOf === undefined ? parameter.wanted : adapter.wantedOf(parameter, layer)
      const make = (): Initializer => {
        const own = wanted === undefined ? adapter.defaultOf(parameter, layer, shapeOf) : undefined
        return own ?? inWords(wanted ?? parameter.fallback, parameter, words)
      }
      const init = adapter.making === undefined ? make() : adapter.making(parameter, layer, make)
      const isKnown = shapeOf(parameter) !== undefined
      const noted = isKnown ? init : noting(init, (shape) => found.set(parameter, shape))
      const isWhole = adapter.fillsPadding && wanted !== undefined && parameter.paddingIndex !== undefined
      adapted.set(parameter, isWhole ? fillingPadding(noted) : noted)
    }
  }
  return adapted
}

/** One of ours, or a person's own, as it draws in the framework. */
export function inWords(init: Initializer, parameter: DialectParameter, adapter: Words): Initializer {
  const said = isData(init) ? adapter.translate(init, parameter) : undefined
  if (said !== undefined) return said
  // What needs no stream and is none of a person's own functions says the same in every dialect that has no other word for it.
  if ((isData(init) && !init.needs.includes('rng')) || adapter.isSpoken?.(init)) return init
  return withStream(init, adapter.rngOf(parameter))
}

/** Tells the shape that the first input gave, for what depends on it next to it. */
function noting(init: Initializer, note: (shape: readonly number[]) => void): Initializer {
  const { config, needs, describe } = init
  const draw = (request: InitRequest) => {
    note(request.shape)
    return init.elements(request)
  }
  return createInitializer({ config, needs, draw, describe, isData: false })
}
