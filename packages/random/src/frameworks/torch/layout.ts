import { checkOptions, integer, message, type OptionNames, show } from '@nn/check'

/** How the elements of a tensor lie in an array: element [i, j, …] at `offset + i·strides[0] + j·strides[1] + …`. */
export interface StridedLayout {
  readonly shape: readonly number[]
  /** In elements, each ≥ 0. */
  readonly strides: readonly number[]
  /** Default 0. */
  readonly offset?: number
}

const OPTIONS: OptionNames<StridedLayout> = { shape: true, strides: true, offset: true }

/** One dimension of a layout. */
interface Axis {
  readonly number: number
  readonly size: number
  readonly stride: number
}

/** A tensor's elements in the order in which PyTorch fills them. */
export interface Placement {
  readonly count: number
  readonly offset: number
  /** Row-major without gaps: the elements from `offset` on. */
  readonly contiguous: boolean
  /** A tensor like it without gaps would be row-major: what `torch.empty_like` makes of it. */
  readonly likeContiguous: boolean
  /** The dimensions, innermost loop first. */
  readonly loops: readonly Axis[]
}

/** Checks a layout against the length of its array and orders its dimensions. */
export function placementOf(where: string, length: number, layout: StridedLayout | undefined): Placement {
  if (layout === undefined) {
    const loops = [{ number: 0, size: length, stride: 1 }]
    return { count: length, offset: 0, contiguous: true, likeContiguous: true, loops }
  }
  checkOptions(`${where} layout`, layout, OPTIONS)
  const offset = integer(where, 'layout.offset', layout.offset ?? 0, 0, length)
  const axes = axesOf(where, layout)
  const count = axes.reduce((product, { size }) => product * size, 1)
  const last = axes.reduce((sum, { size, stride }) => sum + Math.max(0, size - 1) * stride, offset)
  if (count > 0 && last >= length)
    throw new RangeError(
      message(where, `layout within the ${length} elements of out`, `one that reaches ${last}`),
    )
  const loops = memoryOrder(axes)
  checkApart(where, loops)
  return {
    count,
    offset,
    contiguous: count === 0 || isContiguous(axes),
    likeContiguous: count === 0 || isRowMajor(loops),
    loops,
  }
}

function axesOf(where: string, { shape, strides }: StridedLayout): Axis[] {
  if (!Array.isArray(shape) || !Array.isArray(strides) || shape.length !== strides.length)
    throw new RangeError(
      message(
        where,
        'layout with shape and strides of one length',
        `${lengthOf(shape)} and ${lengthOf(strides)}`,
      ),
    )
  return shape.map((size, number) => ({
    number,
    size: integer(where, `layout.shape[${number}]`, size, 0),
    stride: integer(where, `layout.strides[${number}]`, strides[number], 0),
  }))
}

function lengthOf(value: unknown): string {
  return Array.isArray(value) ? String(value.length) : show(value)
}

/** Throws if two elements share a place. */
function checkApart(where: string, loops: readonly Axis[]): void {
  let reach = 1
  for (const { size, stride } of loops) {
    if (size <= 1) continue
    if (stride < reach)
      throw new RangeError(
        message(
          where,
          'layout whose elements have places of their own',
          `a stride of ${stride} below ${reach}`,
        ),
      )
    reach += (size - 1) * stride
  }
}

function isContiguous(axes: readonly Axis[]): boolean {
  let expected = 1
  for (const { size, stride } of axes.toReversed()) {
    if (size !== 1 && stride !== expected) return false
    expected *= size
  }
  return true
}

function isRowMajor(loops: readonly Axis[]): boolean {
  let inner = Infinity
  for (const { number, size } of loops) {
    if (size === 1) continue
    if (number > inner) return false
    inner = number
  }
  return true
}

/** The dimensions from the innermost loop out: by rising stride, equal strides by size, else from the last one on. */
function memoryOrder(axes: readonly Axis[]): Axis[] {
  return axes.toReversed().sort((a, b) => a.stride - b.stride || a.size - b.size)
}

/** Puts values that come in memory order where they belong. */
export function scatter(
  values: Iterable<number | bigint>,
  out: { [index: number]: number | bigint },
  { offset, loops }: Placement,
): void {
  const counters = loops.map(({ size, stride }) => ({ size, stride, at: 0 }))
  let place = offset
  for (const value of values) {
    out[place] = value
    for (const counter of counters) {
      place += counter.stride
      if (++counter.at < counter.size) break
      place -= counter.size * counter.stride
      counter.at = 0
    }
  }
}
