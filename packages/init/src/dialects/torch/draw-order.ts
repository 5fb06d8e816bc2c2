import type { DialectLayer } from '../dialect.ts'

/** The layers in the order in which PyTorch draws them, and which of them are the last one of an attention. */
export interface DrawOrder<L extends DialectLayer> {
  readonly layers: readonly L[]
  readonly outputs: ReadonlySet<DialectLayer>
}

/** The layers in PyTorch's order, which makes the last layer of an attention before its projections. */
export function inDrawOrder<L extends DialectLayer>(layers: readonly L[]): DrawOrder<L> {
  const outputs = new Map<L, L>()
  for (const attention of layers.filter(({ kind }) => kind === 'attention')) {
    const output = layers.find((layer) => isOutput(layer) && isBelow(layer, attention))
    if (output !== undefined) outputs.set(attention, output)
  }
  const moved = new Set<DialectLayer>(outputs.values())
  const ordered = layers.flatMap((layer): L[] => {
    if (moved.has(layer)) return []
    const output = outputs.get(layer)
    return output === undefined ? [layer] : [output, layer]
  })
  return { layers: ordered, outputs: moved }
}

/** Whether a layer is what the heads of an attention go through. */
function isOutput({ parameters }: DialectLayer): boolean {
  return parameters.some(({ use }) => use === 'attentionOutput')
}

/** Whether a layer is part of another module. */
function isBelow({ path }: DialectLayer, { path: above }: DialectLayer): boolean {
  return above === '' ? path !== '' : path.startsWith(`${above}.`)
}
