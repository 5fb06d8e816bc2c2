import { hasFans } from '../parameter/axes.ts'
import type { LayerKind } from '../parameter/layer-kind.ts'
import { isWeight } from '../parameter/roles.ts'
import type { DialectLayer, DialectParameter } from './dialect.ts'

// What dialects know of a network is what its layers declare. What declares nothing is a person's own and keeps its laws.

/** Layers whose weights connect units. */
const CONNECTING: readonly (LayerKind | undefined)[] = [
  'linear',
  'bilinear',
  'convolution',
  'depthwiseConvolution',
  'transposedConvolution',
  'recurrent',
  'attention',
]

/** Whether a weight connects units, so that it starts by the framework's default for its layer. */
export function isConnection({ role, axes }: DialectParameter, { kind }: DialectLayer): boolean {
  return CONNECTING.includes(kind) && isWeight(role) && hasFans(axes) && axes?.lookup !== true
}

/** Whether a weight is the table of an embedding. */
export function isTable({ role, axes }: DialectParameter, { kind }: DialectLayer): boolean {
  const isEmbedding = kind === 'embedding' || kind === 'paddedEmbedding'
  return isEmbedding && isWeight(role) && axes?.lookup === true
}

/** Whether a parameter is the bias of a recurrent layer. */
export function isRecurrentBias({ role }: DialectParameter, { kind }: DialectLayer): boolean {
  return kind === 'recurrent' && role === 'bias'
}

/** Whether a parameter is the slope of a parametric relu. */
export function isSlope({ role }: DialectParameter, { kind }: DialectLayer): boolean {
  return kind === 'parametricRelu' && role === 'slope'
}

/** The weight that a layer's bias belongs to. */
export function connectionOf(layer: DialectLayer): DialectParameter | undefined {
  return layer.parameters.find((parameter) => isConnection(parameter, layer))
}
