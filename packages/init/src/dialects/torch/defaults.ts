import type { Initializer } from '../../initializer/initializer.ts'
import { sizeOf } from '../../math/size-of.ts'
import type { LayerKind } from '../../parameter/layer-kind.ts'
import type { StreamOf } from '../accent.ts'
import type { ShapeOf } from '../adapt-layers.ts'
import { connectionOf, isConnection } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { symmetric } from '../draw.ts'
import { layerDefault } from '../layer-default.ts'
import { ACCENT, defaultBound, xavierStd } from './accent.ts'

/** What a default is made of. */
interface Site {
  readonly shapeOf: ShapeOf
  readonly streamOf: StreamOf
  /** Whether the layer is the last one of an attention, whose bias is drawn and then set to 0. */
  readonly isOutput: boolean
}

/** The half-widths of the uniform laws of a layer's weight and bias, by the shape of the weight. */
interface Bounds {
  readonly name: string
  weight(shape: readonly number[]): number
  bias(shape: readonly number[]): number
}

const BY_FAN_IN: Bounds = {
  name: 'U ±1/√fanIn',
  weight: (shape) => defaultBound(sizeOf(shape.slice(1))),
  bias: (shape) => inverseRoot(sizeOf(shape.slice(1))),
}

const BY_FIRST_INPUT: Bounds = {
  name: 'U ±1/√in1',
  weight: ([, first = 0]) => inverseRoot(first),
  bias: ([, first = 0]) => inverseRoot(first),
}

/** What `reset_parameters` of each kind of layer does; what is left out starts by the laws that our layers have, too. */
const BOUNDS: Readonly<Partial<Record<LayerKind, Bounds>>> = {
  linear: BY_FAN_IN,
  convolution: BY_FAN_IN,
  depthwiseConvolution: BY_FAN_IN,
  transposedConvolution: BY_FAN_IN,
  bilinear: BY_FIRST_INPUT,
}

/**
 * The default of `reset_parameters`: `kaiming_uniform_(a=√5)` and U[-1/√fan_in, 1/√fan_in) for linear layers and convolutions,
 * U[-1/√in1, 1/√in1) for Bilinear, `xavier_uniform_` for what projects queries, keys and values; undefined where the layer's own
 * law is PyTorch's, as that of recurrent layers, embeddings and norms, or its kind is not declared.
 */
export function defaultOf(
  parameter: DialectParameter,
  layer: DialectLayer,
  site: Site,
): Initializer | undefined {
  const { kind } = layer
  if (kind === 'attention') return attentionDefault(parameter, layer, site)
  const bounds = kind === undefined ? undefined : BOUNDS[kind]
  if (bounds === undefined) return undefined
  if (isConnection(parameter, layer)) return weightDefault(bounds, site)
  const weight = connectionOf(layer)
  return weight !== undefined && parameter.role === 'bias' ? biasDefault(bounds, weight, site) : undefined
}

/** 1/√n, and 0 for no inputs. */
function inverseRoot(n: number): number {
  return n === 0 ? 0 : 1 / Math.sqrt(n)
}

function weightDefault({ name, weight }: Bounds, { streamOf }: Site): Initializer {
  return layerDefault(ACCENT, { config: { name }, streamOf, drawOf: (shape) => symmetric(weight(shape)) })
}

function biasDefault(
  { name, bias }: Bounds,
  weight: DialectParameter,
  { shapeOf, streamOf, isOutput }: Site,
): Initializer {
  return layerDefault(ACCENT, {
    config: { name },
    streamOf,
    drawOf: () => symmetric(bias(shapeOf(weight) ?? [])),
    isKnown: () => shapeOf(weight) !== undefined,
    isZeroed: isOutput,
  })
}

/** Packed projections count as one weight; the key and the value that are added are `xavier_normal_`. */
function attentionDefault(
  parameter: DialectParameter,
  layer: DialectLayer,
  { streamOf }: Site,
): Initializer | undefined {
  const stdOf = (known: readonly number[]) =>
    xavierStd(1, { fans: ACCENT.fansOf('attention', known), round: Number })
  if (isConnection(parameter, layer)) {
    return layerDefault(ACCENT, {
      config: { name: 'xavierUniform' },
      streamOf,
      drawOf: (known) => symmetric(Math.sqrt(3) * stdOf(known)),
    })
  }
  if (parameter.use !== 'addedKey' && parameter.use !== 'addedValue') return undefined
  return layerDefault(ACCENT, {
    config: { name: 'xavierNormal' },
    streamOf,
    drawOf: (known) => ({ law: 'normal', std: stdOf(known) }),
  })
}
