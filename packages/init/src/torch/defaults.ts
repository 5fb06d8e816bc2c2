import { layerDefault, type StreamOf } from '../dialect/accent.ts'
import type { ShapeOf } from '../dialect/adopt.ts'
import type { DialectLayer, DialectParameter } from '../dialect/dialect.ts'
import { symmetric } from '../dialect/draw.ts'
import { connectionOf } from '../dialect/weights.ts'
import type { Initializer } from '../initializer.ts'
import { sizeOf } from '../size-of.ts'
import { ACCENT, defaultBound } from './recipes.ts'

/**
 * What `reset_parameters` does: `kaiming_uniform_(a=√5)` and U[-1/√fan_in, 1/√fan_in) for linear layers and convolutions,
 * U[-1/√in1, 1/√in1) for Bilinear; undefined for layers whose own defaults here are PyTorch's.
 */
export function defaultOf(
  parameter: DialectParameter,
  layer: DialectLayer,
  shapeOf: ShapeOf,
  streamOf: StreamOf,
): Initializer | undefined {
  const weight = connectionOf(layer)
  if (weight === undefined) return undefined
  if (parameter === weight) return weightDefault(weight, streamOf)
  return parameter.role === 'bias' ? biasDefault(weight, shapeOf, streamOf) : undefined
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

function weightDefault(weight: DialectParameter, streamOf: StreamOf): Initializer {
  const [name, bound] = isBilinear(weight)
    ? ['uniform ±1/√in1', biasBound]
    : ['kaimingUniform, slope √5', defaultBound]
  const drawOf = (shape: readonly number[]) => symmetric(bound(fanInOf(weight, shape)))
  return layerDefault(ACCENT, { config: { name: `torch.${name}` }, streamOf, drawOf })
}

function biasDefault(weight: DialectParameter, shapeOf: ShapeOf, streamOf: StreamOf): Initializer {
  return layerDefault(ACCENT, {
    config: { name: 'torch.uniform ±1/√fanIn' },
    streamOf,
    drawOf: () => symmetric(biasBound(fanInOf(weight, shapeOf(weight)!))),
    isKnown: () => shapeOf(weight) !== undefined,
  })
}
