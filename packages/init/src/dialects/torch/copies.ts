import type { TensorData } from '@nn/tensor'
import { createInitializer, type Initializer } from '../../initializer/initializer.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'

/**
 * The initializers of construction, where layers that PyTorch makes by copying one take its values and draw nothing:
 * `nn.TransformerEncoder(layer, 6)` is six deep copies of a layer that was drawn once.
 */
export function withCopies<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
  built: ReadonlyMap<P, Initializer>,
): Map<P, Initializer> {
  const copied = new Map(built)
  const layerAt = new Map(layers.map((layer) => [layer.path, layer]))
  const kept = new Map<P, () => TensorData | undefined>()
  for (const { copyOf, parameters } of layers) {
    const original = copyOf === undefined ? undefined : layerAt.get(copyOf)
    for (const [i, parameter] of parameters.entries()) {
      const source = original?.parameters[i]
      const init = source && copied.get(source)
      if (source === undefined || init === undefined) continue
      const valuesOf = kept.get(source) ?? keep(init, (keeping) => copied.set(source, keeping))
      kept.set(source, valuesOf)
      copied.set(parameter, copyOr(init, valuesOf))
    }
  }
  return copied
}

/** Lets an initializer keep what it made last; gives what gives that. */
function keep(init: Initializer, replace: (keeping: Initializer) => void): () => TensorData | undefined {
  let values: TensorData | undefined
  const { config, needs, describe, fillsPadding = false } = init
  const draw = (request: Parameters<Initializer>[0]): TensorData => {
    values = init.elements(request)
    return values
  }
  replace(createInitializer({ config, needs, draw, describe, fillsPadding, isData: false }))
  return () => values
}

/** A copy of the values that were made, or, where none were, the initializer itself. */
function copyOr(init: Initializer, valuesOf: () => TensorData | undefined): Initializer {
  const { config, needs, describe, fillsPadding = false } = init
  const draw = (request: Parameters<Initializer>[0]): TensorData =>
    valuesOf()?.slice() ?? init.elements(request)
  return createInitializer({ config, needs, draw, describe, fillsPadding, isData: false })
}
