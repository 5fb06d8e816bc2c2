import { scaledDotProductAttention } from '@nn/layers'
import type { PadWidths, Range, Tensor } from '@nn/tensor'
import * as nn from '@nn/tensor'
import { axes, axis, type Given, keepDims, type Operation, operand } from './operation.ts'

/** Functions of each element. */
const UNARY: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  ...{ acos: nn.acos, asin: nn.asin, asinh: nn.asinh, atan: nn.atan, atanh: nn.atanh },
  ...{ cosh: nn.cosh, sinh: nn.sinh, exp2: nn.exp2, log2: nn.log2 },
}

/** An argument that is a tensor. */
function named(given: Given, name: string): Tensor {
  const found = given.tensor(name)
  if (found === undefined) throw new TypeError(`expected the tensor ${name}`)
  return found
}

/** The first of the greatest or least elements along an axis, to which the gradient goes. */
const firstOf =
  (search: 'argmax' | 'argmin'): Operation =>
  (given) => {
    const [x, at] = [operand(given), axis(given)]
    const found = nn.gather(x, x[search](at, { keepDims: true }), at)
    return keepDims(given).keepDims ? found : found.squeeze(at)
  }

const PAD_MODES: Readonly<Record<string, nn.PadMode>> = {
  reflect: 'reflect',
  replicate: 'replicate',
  circular: 'circular',
}

/** `pad` counts from the last axis, and cuts where it is negative. */
const pad: Operation = (given) => {
  const flat = given.args.take<readonly number[]>('pad', [])
  const mode = given.args.take('mode', 'constant')
  const value = given.args.number('value', 0)
  const widths = Array.from(
    { length: flat.length / 2 },
    (_, i): PadWidths => [flat[2 * i] ?? 0, flat[2 * i + 1] ?? 0],
  )
  const ordered = widths.reverse()
  const known = PAD_MODES[mode]
  if (known !== undefined) return nn.padMode(operand(given), ordered, known)
  const x = operand(given)
  const first = x.ndim - ordered.length
  const kept = x.shape.map((length, i): Range => {
    const [before, after] = ordered[i - first] ?? [0, 0]
    return [Math.max(0, -before), length - Math.max(0, -after)]
  })
  return x.slice(...kept).pad(
    ordered.map(([before, after]): PadWidths => [Math.max(0, before), Math.max(0, after)]),
    value,
  )
}

/** Elements at pairs of indices. */
function atPairs(x: Tensor, i: Tensor, j: Tensor): Tensor {
  return x.reshape(-1).take(i.mul(x.shape[1] ?? 1).add(j))
}

/** Functions of tensors that are no methods. */
export const FUNCTIONS: Readonly<Record<string, Operation>> = {
  ...Object.fromEntries(
    Object.entries(UNARY).map(([name, of]): [string, Operation] => [name, (given) => of(operand(given))]),
  ),
  atan2: (given) => nn.atan2(operand(given), operand(given, 1)),
  max_dim: firstOf('argmax'),
  min_dim: firstOf('argmin'),
  logsumexp: (given) => nn.logsumexp(operand(given), axes(given), keepDims(given)),
  nansum: (given) => nn.nansum(operand(given), axes(given), keepDims(given)),
  median: (given) => nn.median(operand(given), given.args.take<number | undefined>('dim', undefined)),
  cumsum: (given) => nn.cumsum(operand(given), axis(given)),
  cumprod: (given) => nn.cumprod(operand(given), axis(given)),
  sort: (given) => {
    const descending = given.args.take('descending', false)
    const { values, indices } = nn.sort(operand(given), axis(given, -1), { descending })
    return [values, indices]
  },
  flip: (given) => nn.flip(operand(given), axes(given, 'dims')),
  roll: (given) => {
    const [x, shifts, dims] = [
      operand(given),
      given.args.take<number | readonly number[]>('shifts', 0),
      axes(given, 'dims'),
    ]
    // Without axes PyTorch rolls all elements as one line.
    return dims === undefined ? nn.roll(x.reshape(-1), shifts).reshape(...x.shape) : nn.roll(x, shifts, dims)
  },
  tile: (given) => nn.tile(operand(given), given.args.take<readonly number[]>('dims', [])),
  repeat: (given) => nn.tile(operand(given), given.args.take<readonly number[]>('repeats', [])),
  pad,
  tril: (given) => nn.tril(operand(given), given.args.number('diagonal', 0)),
  triu: (given) => nn.triu(operand(given), given.args.number('diagonal', 0)),
  diagonal: (given) => {
    const pair = [given.args.number('dim1', 0), given.args.number('dim2', 1)] as const
    return nn.diagonal(operand(given), given.args.number('offset', 0), pair)
  },
  split: (given) =>
    nn.split(operand(given), given.args.take<number | readonly number[]>('sizes', 1), axis(given, 0)),
  chunk: (given) => nn.chunk(operand(given), given.args.number('chunks', 1), axis(given, 0)),
  gather: (given) => nn.gather(operand(given), named(given, 'index'), axis(given)),
  index_select: (given) => nn.indexSelect(operand(given), named(given, 'index'), axis(given)),
  index: (given) => atPairs(operand(given), operand(given, 1), operand(given, 2)),
  scatter_add: (given) =>
    nn.scatterAdd(operand(given), named(given, 'index'), named(given, 'src'), axis(given)),
  einsum: (given) =>
    nn.einsum(given.args.take('equation', ''), ...given.operands.map((_, i) => operand(given, i))),
  normalize: (given) =>
    nn.normalize(operand(given), {
      ...{ axis: axis(given, 1), p: given.args.number('p', 2), eps: given.args.number('eps', 1e-12) },
    }),
  cosine_similarity: (given) =>
    nn.cosineSimilarity(operand(given), operand(given, 1), {
      ...{ axis: axis(given, 1), eps: given.args.number('eps', 1e-8) },
    }),
  attention: (given) => {
    const mask = given.tensor('attn_mask')
    const scale = given.args.take<number | null>('scale', null)
    return scaledDotProductAttention(operand(given), operand(given, 1), operand(given, 2), {
      isCausal: given.args.take('is_causal', false),
      // Of PyTorch's truth values those are seen that are true.
      mask: mask?.dtype === 'bool' ? mask.logicalNot() : mask,
      ...(scale === null ? {} : { scale }),
    })
  },
}
