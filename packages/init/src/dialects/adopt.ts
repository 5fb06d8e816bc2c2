import type { Rng } from '@nn/random'
import { createInitializer, type Initializer, isData } from '../initializer/initializer.ts'
import type { InitRequest } from '../initializer/request.ts'
import { withStream } from './accent.ts'
import type { DialectLayer, DialectParameter } from './dialect.ts'

/** The shape of a parameter, as far as it is known when a later one of its layer is drawn. */
export type ShapeOf = (parameter: DialectParameter) => readonly number[] | undefined

/** How a dialect finds the initializer of one parameter. */
export interface Adopter {
  /** Ours in the framework's words, or undefined if it has none like it. */
  translate(init: Initializer, parameter: DialectParameter): Initializer | undefined
  /** The stream of initializers that the framework does not have. */
  rngOf(parameter: DialectParameter): (request: InitRequest) => Rng
  /** The framework's default; undefined where it is the layer's own. */
  defaultOf(parameter: DialectParameter, layer: DialectLayer, shapeOf: ShapeOf): Initializer | undefined
  /** What a layer without parameters takes from the session, if its forward draws. */
  seedLayer?(layer: DialectLayer): void
}

/** The initializers of all parameters, layer by layer. */
export function adopt<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
  adopter: Adopter,
): Map<P, Initializer> {
  const found = new Map<DialectParameter, readonly number[]>()
  const shapeOf: ShapeOf = (parameter) => {
    const { shape } = parameter
    return found.get(parameter) ?? (shape.includes(null) ? undefined : (shape as readonly number[]))
  }
  const adopted = new Map<P, Initializer>()
  for (const layer of layers) {
    if (layer.takesSeed) adopter.seedLayer?.(layer)
    for (const parameter of layer.parameters) {
      const { wanted, fallback } = parameter
      const own = wanted === undefined ? adopter.defaultOf(parameter, layer, shapeOf) : undefined
      const init = own ?? inDialect(wanted ?? fallback, parameter, adopter)
      const isKnown = shapeOf(parameter) !== undefined
      adopted.set(parameter, isKnown ? init : noting(init, (shape) => found.set(parameter, shape)))
    }
  }
  return adopted
}

function inDialect(init: Initializer, parameter: DialectParameter, adopter: Adopter): Initializer {
  // What needs no stream and is none of a person's own functions says the same in every dialect.
  if (isData(init) && !init.needs.includes('rng')) return init
  const said = isData(init) ? adopter.translate(init, parameter) : undefined
  return said ?? withStream(init, adopter.rngOf(parameter))
}

/** Tells the shape that the first input gave, for what depends on it next to it. */
function noting(init: Initializer, note: (shape: readonly number[]) => void): Initializer {
  const { config, needs, describe } = init
  const draw = (request: InitRequest) => {
    note(request.shape)
    return init(request)
  }
  return createInitializer({ config, needs, draw, describe, isData: false })
}
