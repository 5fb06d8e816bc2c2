import type { Initializer } from '../../initializer/initializer.ts'
import { sizeOf } from '../../math/size-of.ts'
import { isWeight } from '../../parameter/roles.ts'
import { layerDefault, type StreamOf } from '../accent.ts'
import type { ShapeOf } from '../adopt.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { symmetric } from '../draw.ts'
import { connectionOf, isAttention, isRecurrent } from '../weights.ts'
import { ACCENT, defaultBound, xavierStd } from './recipes.ts'

/** What a default is made of. */
interface Site {
  readonly shapeOf: ShapeOf
  readonly streamOf: StreamOf
  /** Whether the layer is the last one of an attention, whose bias is drawn and then set to 0. */
  readonly isOutput: boolean
}

/**
 * What `reset_parameters` does: `kaiming_uniform_(a=√5)` and U[-1/√fan_in, 1/√fan_in) for linear layers and convolutions,
 * U[-1/√in1, 1/√in1) for Bilinear, `xavier_uniform_` for what projects queries, keys and values; undefined where the layer's own
 * law is PyTorch's, as that of recurrent layers, embeddings and norms.
 */
export function defaultOf(
  parameter: DialectParameter,
  layer: DialectLayer,
  site: Site,
): Initializer | undefined {
  if (isAttention(layer)) return attentionDefault(parameter, site)
  const weight = connectionOf(layer)
  if (weight === undefined || isRecurrent(weight)) return undefined
  if (parameter === weight) return weightDefault(weight, site)
  const isBias = parameter.role === 'bias' && parameter.fallback.config.name === 'zeros'
  return isBias ? biasDefault(weight, site) : undefined
}

/** A weight of three axes and more without a stride is no convolution, but Bilinear's. */
function isBilinear({ axes, shape }: DialectParameter): boolean {
  return shape.length > 2 && axes?.stride === undefined
}

function fanInOf(weight: DialectParameter, shape: readonly number[]): number {
  return isBilinear(weight) ? shape[1]! : sizeOf(shape.slice(1))
}

function biasBound(fanIn: number): number {
  return fanIn === 0 ? 0 : 1 / Math.sqrt(fanIn)
}

function weightDefault(weight: DialectParameter, { streamOf }: Site): Initializer {
  const bound = isBilinear(weight) ? biasBound : defaultBound
  return layerDefault(ACCENT, {
    config: { name: isBilinear(weight) ? 'U ±1/√in1' : 'U ±1/√fanIn' },
    streamOf,
    drawOf: (shape) => symmetric(bound(fanInOf(weight, shape))),
  })
}

function biasDefault(weight: DialectParameter, { shapeOf, streamOf, isOutput }: Site): Initializer {
  return layerDefault(ACCENT, {
    config: { name: isBilinear(weight) ? 'U ±1/√in1' : 'U ±1/√fanIn' },
    streamOf,
    drawOf: () => symmetric(biasBound(fanInOf(weight, shapeOf(weight)!))),
    isKnown: () => shapeOf(weight) !== undefined,
    isZeroed: isOutput,
  })
}

/** Packed projections count as one weight; the biases that are added to keys and values are `xavier_normal_`. */
function attentionDefault(
  { role, axes, shape }: DialectParameter,
  { streamOf }: Site,
): Initializer | undefined {
  const stdOf = (known: readonly number[]) =>
    xavierStd(1, { fans: ACCENT.fansOf('attention', known), round: Number })
  if (isWeight(role)) {
    return layerDefault(ACCENT, {
      config: { name: 'xavierUniform' },
      streamOf,
      drawOf: (known) => symmetric(Math.sqrt(3) * stdOf(known)),
    })
  }
  if (axes !== undefined || shape.length !== 3) return undefined
  return layerDefault(ACCENT, {
    config: { name: 'xavierNormal' },
    streamOf,
    drawOf: (known) => ({ law: 'normal', std: stdOf(known) }),
  })
}

/** The layers in PyTorch's order, which makes an attention's last one before its projections, and which of them are such. */
export function inDrawOrder<L extends DialectLayer>(
  layers: readonly L[],
): { readonly layers: readonly L[]; readonly outputs: ReadonlySet<DialectLayer> } {
  const outputOf = ({ path }: L): L | undefined =>
    layers.find((layer) => layer.path === (path === '' ? 'outProj' : `${path}.outProj`))
  const outputs = new Set(layers.filter(isAttention).flatMap((layer) => outputOf(layer) ?? []))
  const ordered = layers.flatMap((layer): L[] => {
    if (outputs.has(layer)) return []
    const output = isAttention(layer) ? outputOf(layer) : undefined
    return output === undefined ? [layer] : [output, layer]
  })
  return { layers: ordered, outputs }
}
