import { isConnection } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { ofBlock } from '../parts.ts'
import { refuseLayer } from '../refuse.ts'
import { type KerasParameter, pieceOf } from './piece.ts'

/** The projections of an attention that are one parameter. */
const PROJECTIONS = 'query,key,value'

/** Whether a layer is what the heads of an attention go through. */
export function isOutput({ parameters }: DialectLayer): boolean {
  return parameters.some(({ use }) => use === 'attentionOutput')
}

/** Kernels and biases in turn, then what else there is. */
export function projectionsOf<P extends DialectParameter>(
  layer: DialectLayer<P>,
): readonly KerasParameter<P>[] {
  const kernels = layer.parameters.filter((parameter) => isConnection(parameter, layer))
  const biases = layer.parameters.filter(({ role, use }) => role === 'bias' && use === undefined)
  const others = layer.parameters.filter((parameter) => ![...kernels, ...biases].includes(parameter))
  const shifts = biases.flatMap(blocksOf)
  const weights = kernels.flatMap(blocksOf)
  const turns = weights.flatMap((weight, i) => [weight, ...shifts.slice(i, i + 1)])
  return [...turns, ...shifts.slice(weights.length), ...others.map(pieceOf)]
}

function blocksOf<P extends DialectParameter>(ours: P): readonly KerasParameter<P>[] {
  const names = ours.axes?.blocks?.names
  if (names === undefined) return [pieceOf(ours)]
  if (ours.wanted === undefined && String(names) !== PROJECTIONS) {
    refuseLayer('Keras', ours, `the parts ${names.join(', ')}`)
  }
  return names.map((block) => ({ ...ofBlock(ours, block), ours, block }))
}
