import { message } from '@nn/check'
import type { DialectLayer, DialectParameter } from '../dialect.ts'

/** The layers in the order in which Keras takes their seeds: an attention makes its dropout between its projections and the last one. */
export function inOrder<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
): readonly DialectLayer<P>[] {
  const ordered = layers.filter((layer) => ownerOf(layer, layers) === undefined)
  for (const layer of layers) {
    const owner = ownerOf(layer, layers)
    if (owner === undefined) continue
    if (owner.kind === 'recurrent') {
      const cure = 'make a layer of each, with a Dropout between them'
      throw new RangeError(
        message(layer.path, 'recurrent layers as Keras has them', 'a dropout within', cure),
      )
    }
    ordered.splice(ordered.indexOf(owner) + 1, 0, layer)
  }
  return ordered
}

/** The attention or the recurrent layer whose dropout a layer is. */
function ownerOf<P extends DialectParameter>(
  { path, takesSeed }: DialectLayer<P>,
  layers: readonly DialectLayer<P>[],
): DialectLayer<P> | undefined {
  if (!takesSeed) return undefined
  const above = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  return layers.find(
    (layer) => layer.path === above && (layer.kind === 'attention' || layer.kind === 'recurrent'),
  )
}
