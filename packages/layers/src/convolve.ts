import type { PadWidths, Tensor } from '@nn/tensor'

/** How a kernel is moved over an input, a number for each of its axes. */
export interface Steps {
  readonly stride: readonly number[]
  readonly dilation: readonly number[]
  readonly groups: number
}

/** How much of an input a kernel of `size` elements reaches over. */
export function reach(size: number, dilation: number): number {
  return dilation * (size - 1) + 1
}

/**
 * Widths that make ⌈length/stride⌉ outputs of `length` inputs; the odd one of them is after, as in TensorFlow
 * and PyTorch.
 */
export function sameWidths(length: number, size: number, stride: number, dilation: number): PadWidths {
  const outputs = Math.ceil(length / stride)
  const total = Math.max((outputs - 1) * stride + reach(size, dilation) - length, 0)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/** The windows of the last axes as new axes: `[…, …lengths] → […, …positions, …sizes]`. */
export function windows(
  x: Tensor,
  sizes: readonly number[],
  { stride, dilation }: Pick<Steps, 'stride' | 'dilation'>,
): Tensor {
  const first = x.ndim - sizes.length
  return sizes.reduce(
    (view, size, i) => view.unfold(first + i, size, { step: stride[i]!, dilation: dilation[i]! }),
    x,
  )
}

/** Numbers from `start` to before `end`. */
function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i)
}

/**
 * `[n, channels, …lengths]`, padded, with weights `[units, channels/groups, …sizes]` → `[n, units,
 * …positions]`: the windows become columns of a matrix, a group at a time.
 */
export function convolve(x: Tensor, weight: Tensor, steps: Steps): Tensor {
  const { groups } = steps
  const [units, , ...sizes] = weight.shape as [number, number, ...number[]]
  const view = windows(x, sizes, steps)
  const end = view.ndim - sizes.length
  const positions = view.shape.slice(2, end)
  const [n, terms] = [x.shape[0]!, weight.size / Math.max(units, 1)]
  const columns = view
    .permute(0, 1, ...range(end, view.ndim), ...range(2, end))
    .reshape(n, groups, terms, product(positions))
  const filters = weight.reshape(groups, units / groups, terms)
  return filters.matmul(columns).reshape(n, units, ...positions)
}

/**
 * `[n, channels, …positions]` with weights `[channels, units/groups, …sizes]` → `[n, units, …lengths]`: every
 * input adds its multiple of the kernel to the output, where it lies.
 *
 * @param lengths Of the output, with what padding cuts off.
 */
export function convolveTransposed(
  x: Tensor,
  weight: Tensor,
  { stride, dilation, groups }: Steps,
  lengths: readonly number[],
): Tensor {
  const [channels, perGroup, ...sizes] = weight.shape as [number, number, ...number[]]
  const [n, , ...positions] = x.shape as [number, number, ...number[]]
  const units = perGroup * groups
  const filters = weight.reshape(groups, channels / groups, perGroup * product(sizes)).transpose()
  const multiples = filters
    .matmul(x.reshape(n, groups, channels / groups, product(positions)))
    .reshape(n, units, ...sizes, ...positions)
  const out = x.backend.zeros([n, units, ...lengths], { dtype: x.dtype })
  if (out.size === 0 || multiples.size === 0) return out
  for (const offset of offsets(sizes)) {
    const target = offset.map((at, i) => {
      const start = at * dilation[i]!
      return [start, start + (positions[i]! - 1) * stride[i]! + 1, stride[i]!] as const
    })
    out.slice(null, null, ...target).add_(multiples.slice(null, null, ...offset))
  }
  return out
}

/** Every index of a shape. */
function offsets(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, length) => all.flatMap((index) => range(0, length).map((i) => [...index, i])),
    [[]],
  )
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((result, length) => result * length, 1)
}
