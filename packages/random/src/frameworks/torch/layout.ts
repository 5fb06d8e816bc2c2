import { integer, show } from '../../stream/check.ts'

/** How the elements of a tensor lie in an array: element [i, j, …] at `offset + i·strides[0] + j·strides[1] + …`. */
export interface StridedLayout {
  readonly shape: readonly number[]
  /** In elements, each ≥ 0. */
  readonly strides: readonly number[]
  /** Default 0. */
  readonly offset?: number
}

/** A tensor's elements in the order in which PyTorch fills them. */
export interface Placement {
  readonly count: number
  readonly offset: number
  /** Row-major without gaps: the elements from `offset` on. */
  readonly contiguous: boolean
  /** A tensor like it without gaps would be row-major: what `torch.empty_like` makes of it. */
  readonly likeContiguous: boolean
  /** Sizes and strides, innermost loop first. */
  readonly loops: readonly (readonly [size: number, stride: number])[]
}

/** Checks a layout against the length of its array and orders its dimensions. */
export function placementOf(where: string, length: number, layout: StridedLayout | undefined): Placement {
  if (layout === undefined)
    return { count: length, offset: 0, contiguous: true, likeContiguous: true, loops: [[length, 1]] }
  const { shape, strides, offset = 0 } = layout
  if (!Array.isArray(shape) || !Array.isArray(strides) || shape.length !== strides.length)
    throw new RangeError(
      `${where}: expected layout with shape and strides of one length, got ${lengthOf(shape)} and ${lengthOf(strides)}`,
    )
  integer(where, 'layout.offset', offset, 0, length)
  let last = offset
  shape.forEach((size, i) => {
    integer(where, `layout.shape[${i}]`, size, 0, Number.MAX_SAFE_INTEGER)
    integer(where, `layout.strides[${i}]`, strides[i], 0, Number.MAX_SAFE_INTEGER)
    last += Math.max(0, size - 1) * strides[i]!
  })
  const count = shape.reduce((product, size) => product * size, 1)
  if (count > 0 && last >= length)
    throw new RangeError(
      `${where}: expected layout within the ${length} elements of out, got one that reaches ${last}`,
    )
  const order = memoryOrder(shape, strides)
  let reach = 1
  for (const axis of order.toReversed()) {
    if (shape[axis]! <= 1) continue
    if (strides[axis]! < reach)
      throw new RangeError(
        `${where}: expected layout whose elements have places of their own, got strides [${strides}]`,
      )
    reach += (shape[axis]! - 1) * strides[axis]!
  }
  return {
    count,
    offset,
    contiguous: count === 0 || isContiguous(shape, strides),
    likeContiguous: count === 0 || ascends(order.filter((axis) => shape[axis] !== 1)),
    loops: order.toReversed().map((axis) => [shape[axis]!, strides[axis]!] as const),
  }
}

function lengthOf(value: unknown): string {
  return Array.isArray(value) ? String(value.length) : show(value)
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false
    expected *= shape[axis]!
  }
  return true
}

function ascends(axes: readonly number[]): boolean {
  return axes.every((axis, i) => i === 0 || axes[i - 1]! < axis)
}

/** Axes from the outermost loop to the innermost: by falling stride, equal strides by size, else as they come. */
function memoryOrder(shape: readonly number[], strides: readonly number[]): number[] {
  const inward = shape.map((_, i) => shape.length - 1 - i)
  for (let i = 1; i < inward.length; i++)
    for (let at = i; at > 0; at--) {
      const [a, b] = [inward[at - 1]!, inward[at]!]
      const closer = strides[a]! - strides[b]! || shape[a]! - shape[b]!
      if (closer <= 0) break
      inward[at - 1] = b
      inward[at] = a
    }
  return inward.reverse()
}

/** Puts values that come in memory order where they belong. */
export function scatter(
  values: ArrayLike<number> | ArrayLike<bigint>,
  out: { [index: number]: number | bigint },
  { offset, loops }: Placement,
): void {
  const index = loops.map(() => 0)
  let place = offset
  for (let i = 0; i < values.length; i++) {
    out[place] = values[i]!
    for (let axis = 0; axis < loops.length; axis++) {
      const [size, stride] = loops[axis]!
      place += stride
      if (++index[axis]! < size) break
      place -= size * stride
      index[axis] = 0
    }
  }
}
