import { type OptionNames, wrongValue } from '@nn/check'
import type { DType } from '../dtype/dtype.ts'
import { promote } from '../dtype/promote.ts'
import { checkTensor } from '../operands/check-operand.ts'
import { areCounts } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { checkActivation } from './activations.ts'
import { checkBias, type LinearOptions } from './linear.ts'
import { checkSeen } from './prepare.ts'

/** One number for all axes of the kernel, or one for each. */
export type PerAxis = number | readonly number[]

/** Options of every convolution. */
export interface WindowOptions extends LinearOptions {
  /** The distance of neighbouring windows. Default 1. */
  readonly stride?: PerAxis
  /** The distance of neighbouring elements of a window. Default 1. */
  readonly dilation?: PerAxis
  /** The parts into which the channels are cut; each unit sees the inputs of its own part. Default 1. */
  readonly groups?: number
}

/** The operands of a convolution. */
export interface Operands {
  readonly x: Tensor
  readonly weight: Tensor
  readonly bias: Tensor | undefined
}

/** The two numbers of channels of a weight and its sizes, one for each axis along which windows lie. */
type WeightShape = readonly [number, number, ...number[]]

/** Returns the shape of the weight; throws unless the operands are tensors, and it has sizes. */
export function checkOperands(where: string, { x, weight, bias }: Operands, expected: string): WeightShape {
  for (const value of bias === undefined ? [x, weight] : [x, weight, bias]) checkTensor(where, value)
  const [first, second, ...sizes] = weight.shape
  if (first === undefined || second === undefined || sizes.length === 0 || sizes.includes(0)) {
    throw shapeError(where, `a weight ${expected} with sizes >= 1`, weight.shape)
  }
  return [first, second, ...sizes]
}

/** What operands have to fit. */
interface Fit {
  /** What groups divide. */
  readonly divided: readonly [name: string, count: number]
  /** The channels of x. */
  readonly channels: number
  /** The elements of the bias. */
  readonly units: number
}

/** Throws unless groups divide `divided`, x is `[n, channels, …lengths]`, the bias `[units]` and the activation is known. */
export function checkFit(
  where: string,
  { x, weight, bias }: Operands,
  { groups = 1, activation }: WindowOptions,
  { divided: [name, count], channels, units }: Fit,
): void {
  if (!areCounts([groups], 1) || count % groups !== 0) {
    const expected = `groups to be an integer >= 1 that divides the ${count} ${name}`
    throw wrongValue(where, expected, groups)
  }
  if (x.ndim !== weight.ndim || x.shape[1] !== channels) {
    const lengths = weight.ndim === 3 ? 'length' : `…${weight.ndim - 2} lengths`
    throw shapeError(where, `an input [n, ${channels}, ${lengths}]`, x.shape)
  }
  checkBias(where, bias, units)
  checkSeen(where, x, weight, bias)
  checkActivation(where, activation)
}

/** An integer of at least `least` for each of `rank` axes. */
export function perAxis(
  where: string,
  name: string,
  value: PerAxis,
  rank: number,
  least: 0 | 1,
): readonly number[] {
  const all: readonly unknown[] = Array.isArray(value) ? [...value] : new Array(rank).fill(value)
  if (all.length === rank && areCounts(all, least)) return all
  throw wrongValue(where, `${name} to be an integer >= ${least}, or ${rank} of them`, value)
}

/** The options of every convolution, by their names. @internal */
export const windowNames: OptionNames<WindowOptions> = {
  stride: true,
  dilation: true,
  groups: true,
  activation: true,
}

/** The dtype of the sums: int32 or floating. */
export function sumDType({ x, weight, bias }: Operands): DType {
  const product = promote(promote(x.dtype, weight.dtype), 'int32')
  return bias === undefined ? product : promote(product, bias.dtype)
}
