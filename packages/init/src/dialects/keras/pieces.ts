import type { Initializer } from '../../initializer/initializer.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { ofBlocks } from '../parts.ts'
import { isOutput, projectionsOf } from './attention.ts'
import { type KerasParameter, pieceOf } from './piece.ts'
import { biasesOf, withOneBias } from './recurrent-bias.ts'

/**
 * The layers with the parameters that Keras has, in the order in which it makes their initializers: an attention has a kernel and a bias
 * for each projection, and what its heads go through is a part of it; a recurrent layer has one bias; of a norm beta comes before gamma.
 */
export function kerasLayers<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
): readonly DialectLayer<KerasParameter<P>>[] {
  const attentions = new Set(layers.flatMap(({ kind, path }) => (kind === 'attention' ? [path] : [])))
  return layers.map((layer) => {
    const above = layer.path.slice(0, Math.max(0, layer.path.lastIndexOf('.')))
    const isPart = layer.path !== '' && isOutput(layer) && attentions.has(above)
    return { ...layer, kind: isPart ? 'attention' : layer.kind, parameters: piecesOf(layer) }
  })
}

function piecesOf<P extends DialectParameter>(layer: DialectLayer<P>): readonly KerasParameter<P>[] {
  if (layer.kind === 'attention') return projectionsOf(layer)
  if (layer.kind === 'recurrent') return withOneBias(layer)
  const pieces = layer.parameters.map(pieceOf)
  if (layer.kind !== 'norm') return pieces
  const isBeta = ({ role }: DialectParameter): boolean => role === 'bias'
  return [...pieces.filter(isBeta), ...pieces.filter((piece) => !isBeta(piece))]
}

/** The initializers of our parameters, of those of Keras's. */
export function ofKeras<P extends DialectParameter>(
  layers: readonly DialectLayer<P>[],
  adapted: ReadonlyMap<KerasParameter<P>, Initializer>,
): Map<P, Initializer> {
  const blocks = new Map<P, (readonly [string, Initializer])[]>()
  const found = new Map<P, Initializer>()
  for (const [piece, init] of adapted) {
    const { ours, block, state } = piece
    if (block !== undefined) {
      blocks.set(ours, [...(blocks.get(ours) ?? []), [block, init]])
    } else if (state === undefined) found.set(ours, init)
    else {
      const { input, state: other } = biasesOf(piece, init)
      found.set(ours, input).set(state, other)
    }
  }
  for (const [ours, inits] of blocks) found.set(ours, ofBlocks('keras.projections', ours, inits))
  return new Map(
    layers.flatMap(({ parameters }) =>
      parameters.flatMap((parameter) => {
        const init = found.get(parameter)
        return init === undefined ? [] : [[parameter, init] as const]
      }),
    ),
  )
}
