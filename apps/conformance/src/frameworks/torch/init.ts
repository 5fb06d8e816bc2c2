import type { TorchRng } from '@nn/random/torch'
import { roundHalf } from '../../../../../packages/random/src/ieee/half.ts'
import type { ArgReader } from '../../args.ts'
import { orthonormalColumns, transpose } from '../orthogonal.ts'
import { type Floats, floatOptions, floatsOf, logical, product, type Tensor, tensor } from './tensor.ts'

/** Fills a tensor as a function of `torch.nn.init` does and gives its elements in row-major order. */
export type TorchInit = (rng: TorchRng, target: Tensor, args: ArgReader) => Floats

export function uniform(rng: TorchRng, target: Tensor, low: number, high: number): Floats {
  return logical(rng.uniform(floatsOf(target), { low, high, ...floatOptions(target) }), target)
}

export function normal(rng: TorchRng, target: Tensor, mean: number, std: number): Floats {
  return logical(rng.normal(floatsOf(target), { mean, std, ...floatOptions(target) }), target)
}

/** A number as an element of the tensor's type. */
export function rounding(dtype: string): (x: number) => number {
  if (dtype === 'float64') return (x) => x
  if (dtype === 'float32') return Math.fround
  if (dtype !== 'bfloat16' && dtype !== 'float16')
    throw new RangeError(`expected a float dtype, got ${dtype}`)
  const round = roundHalf(dtype)
  return (x) => round(Math.fround(x))
}

export function constant(target: Tensor, value: number): Floats {
  return floatsOf(tensor(target.shape, target.dtype)).fill(rounding(target.dtype)(value))
}

/** [fan in, fan out] of a weight [out, in, …kernel]. */
function fansOf(shape: readonly number[]): [number, number] {
  if (shape.length < 2) throw new RangeError('expected at least two dimensions')
  const field = product(shape.slice(2))
  return [shape[1]! * field, shape[0]! * field]
}

const LINEAR = /^(linear|sigmoid|conv(_transpose)?[123]d)$/

/** `calculate_gain`, in double precision. */
export function gainOf(nonlinearity: string, param: number | null): number {
  if (LINEAR.test(nonlinearity)) return 1
  if (nonlinearity === 'tanh') return 5 / 3
  if (nonlinearity === 'relu') return Math.sqrt(2)
  if (nonlinearity === 'leaky_relu') return Math.sqrt(2 / (1 + (param ?? 0.01) ** 2))
  if (nonlinearity === 'selu') return 3 / 4
  throw new RangeError(`a nonlinearity that is not known: ${nonlinearity}`)
}

export function xavierStd(shape: readonly number[], gain: number): number {
  const [fanIn, fanOut] = fansOf(shape)
  return gain * Math.sqrt(2 / (fanIn + fanOut))
}

function kaimingStd(shape: readonly number[], args: ArgReader): number {
  const [fanIn, fanOut] = fansOf(shape)
  const mode = args.take('mode', 'fan_in')
  if (mode !== 'fan_in' && mode !== 'fan_out') throw new RangeError(`a mode that is not known: ${mode}`)
  const gain = gainOf(args.take('nonlinearity', 'leaky_relu'), args.number('a', 0))
  return gain / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut)
}

/** The default weight of linear layers and convolutions, `kaiming_uniform_(a=√5)`, and the half-width of their biases. */
export function layerBounds(shape: readonly number[]): [weight: number, bias: number] {
  const [fanIn] = fansOf(shape)
  if (fanIn === 0) return [0, 0]
  const std = gainOf('leaky_relu', Math.sqrt(5)) / Math.sqrt(fanIn)
  return [Math.sqrt(3) * std, 1 / Math.sqrt(fanIn)]
}

export function symmetric(rng: TorchRng, target: Tensor, bound: number): Floats {
  return uniform(rng, target, -bound, bound)
}

function eye(target: Tensor): Floats {
  const out = constant(target, 0)
  const [rows, columns] = target.shape as [number, number]
  if (target.shape.length !== 2) throw new RangeError('expected two dimensions')
  for (let i = 0; i < Math.min(rows, columns); i++) out[i * columns + i] = 1
  return out
}

function dirac(target: Tensor, groups: number): Floats {
  const out = constant(target, 0)
  const [outs, ins, ...kernel] = target.shape as [number, number, ...number[]]
  if (kernel.length < 1 || kernel.length > 3 || outs % groups !== 0)
    throw new RangeError('expected 3 to 5 dimensions and out channels that divide into the groups')
  const centre = kernel.reduce((at, size) => at * size + Math.floor(size / 2), 0)
  const perGroup = outs / groups
  for (let group = 0; group < groups; group++)
    for (let d = 0; d < Math.min(perGroup, ins); d++)
      out[((group * perGroup + d) * ins + d) * product(kernel) + centre] = 1
  return out
}

function orthogonal(rng: TorchRng, target: Tensor, gain: number): Floats {
  const rows = target.shape[0]!
  const columns = product(target.shape.slice(1))
  const normals = Float64Array.from(normal(rng, tensor([rows, columns], target.dtype), 0, 1))
  const tall = rows >= columns
  const q = tall
    ? orthonormalColumns(normals, rows, columns)
    : transpose(orthonormalColumns(transpose(normals, rows, columns), columns, rows), columns, rows)
  const round = rounding(target.dtype)
  const factor = round(gain)
  return floatsOf(tensor(target.shape, target.dtype)).map((_, i) => round(round(q[i]!) * factor))
}

function sparse(rng: TorchRng, target: Tensor, args: ArgReader): Floats {
  const places = args.take<TorchRng>('places', rng)
  if (target.layout) throw new RangeError('a sparse_ of another layout than row-major')
  return rng.sparse(floatsOf(target), {
    shape: target.shape as [number, number],
    sparsity: args.number('sparsity', Number.NaN),
    std: args.number('std', 0.01),
    dtype: floatOptions(target).dtype,
    places,
  })
}

function truncated(rng: TorchRng, target: Tensor, args: ArgReader): Floats {
  const out = rng.truncatedNormal(floatsOf(target), {
    mean: args.number('mean', 0),
    std: args.number('std', 1),
    low: args.number('a', -2),
    high: args.number('b', 2),
    bounds: 'absolute',
    ...floatOptions(target),
  })
  return logical(out, target)
}

/** The functions of `torch.nn.init` by name. */
export const INITS: Readonly<Record<string, TorchInit>> = {
  uniform_: (rng, target, args) => uniform(rng, target, args.number('a', 0), args.number('b', 1)),
  normal_: (rng, target, args) => normal(rng, target, args.number('mean', 0), args.number('std', 1)),
  trunc_normal_: truncated,
  constant_: (_, target, args) => constant(target, args.number('val', Number.NaN)),
  ones_: (_, target) => constant(target, 1),
  zeros_: (_, target) => constant(target, 0),
  eye_: (_, target) => eye(target),
  dirac_: (_, target, args) => dirac(target, args.number('groups', 1)),
  xavier_uniform_: (rng, target, args) =>
    symmetric(rng, target, Math.sqrt(3) * xavierStd(target.shape, args.number('gain', 1))),
  xavier_normal_: (rng, target, args) =>
    normal(rng, target, 0, xavierStd(target.shape, args.number('gain', 1))),
  kaiming_uniform_: (rng, target, args) =>
    symmetric(rng, target, Math.sqrt(3) * kaimingStd(target.shape, args)),
  kaiming_normal_: (rng, target, args) => normal(rng, target, 0, kaimingStd(target.shape, args)),
  orthogonal_: (rng, target, args) => orthogonal(rng, target, args.number('gain', 1)),
  sparse_: (rng, target, args) => sparse(rng, target, args),
}
