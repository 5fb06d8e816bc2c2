import type { Tensor } from '@nn/tensor'
import { lawRequestOf } from '../initialize/law.ts'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { isParameter } from '../tree/nodes.ts'
import type { Call } from './observe.ts'
import { transferOf } from './transfer.ts'

/** What a layer is predicted to do to second moments, forwards and backwards. */
export interface Step {
  /** E y² of the result. */
  readonly square: number
  /** By what the second moment of gradients grows on its way from the result to the input. */
  readonly back: number
}

const SAME = (square: number): Step => ({ square, back: 1 })

/** What the mean-field recursion says of a call whose inputs have a second moment; undefined of what it says nothing of. */
export function predict({ layer, run, x, y }: Call, square: number): Step | undefined {
  if (layer === undefined) return elementwise(x, run, square)
  switch (layer.kind) {
    case 'linear':
    case 'convolution':
      return affine(layer, x, square)
    case 'norm':
      return { square: 1, back: square > 0 ? 1 / square : 0 }
    case 'dropout':
    case undefined:
      if (layer.parameters().size > 0) return undefined
      // What only arranges elements anew.
      if (x.size === y.size && String(x.shape) !== String(y.shape)) return SAME(square)
      return elementwise(x, run, square)
    default:
      return undefined
  }
}

function elementwise(x: Tensor, run: Call['run'], square: number): Step | undefined {
  const transfer = transferOf(x.backend, (points) => run(points.cast(x.dtype)), square)
  return transfer && { square: transfer.square, back: transfer.slope }
}

/** E z² = fanIn·E w²·E x² + E b², and backwards fanOut·E w²; then the activation, if the layer has one. */
function affine(layer: Module, x: Tensor, square: number): Step | undefined {
  const own = Object.values(layer).filter(isParameter)
  const weight = own.find(({ role }) => role === 'weight')
  const bias = own.find(({ role }) => role === 'bias')
  const fans = weight?.fans
  if (weight === undefined || fans === undefined) return undefined
  const w = secondMoment(weight)
  const sums = fans.fanIn * w * square + (bias === undefined ? 0 : secondMoment(bias))
  const back = fans.fanOut * w
  const activation: unknown = Reflect.get(layer, 'activation')
  if (typeof activation !== 'function') return { square: sums, back }
  const step = elementwise(x, (points) => activation(points), sums)
  return step && { square: step.square, back: back * step.back }
}

/** E w², of the law that drew the values, or of the values that were loaded. */
function secondMoment(parameter: Parameter): number {
  const { mean, std } = parameter.choice?.init.describe(lawRequestOf(parameter)()) ?? {}
  if (mean !== undefined && std !== undefined) return mean * mean + std * std
  return Number(parameter.data.square().mean().item())
}
