import type { Strided } from '@nn/tensor'

/** Rows of elements at a constant distance: how several operands of one shape are walked in step. */
export interface Walk {
  /** The sizes of the axes outside of a row, outermost first. */
  readonly outer: readonly number[]
  /** For each outer axis, the stride of each operand. */
  readonly strides: readonly (readonly number[])[]
  /** The number of elements in a row, and the stride of each operand along it. */
  readonly count: number
  readonly steps: readonly number[]
}

type Layout = Pick<Strided, 'shape' | 'strides'>

/**
 * Plans a walk over the axes of the operands from `first` up to `end`, not included; neighbouring axes that
 * lie evenly become one.
 */
export function planWalk(
  operands: readonly Layout[],
  first = 0,
  end: number = operands[0]!.shape.length,
): Walk {
  const { shape } = operands[0]!
  const sizes: number[] = []
  const strides: number[][] = []
  for (let axis = first; axis < end; axis++) {
    const n = shape[axis]!
    if (n === 1) continue
    const here = operands.map((x) => x.strides[axis]!)
    const last = strides.at(-1)
    if (last?.every((stride, k) => stride === n * here[k]!)) {
      sizes[sizes.length - 1]! *= n
      strides[strides.length - 1] = here
    } else {
      sizes.push(n)
      strides.push(here)
    }
  }
  const count = sizes.pop() ?? 1
  const steps = strides.pop() ?? operands.map(() => 0)
  return { outer: sizes, strides, count, steps }
}

/** The number of places that a walk visits. */
export function sizeOf({ outer, count }: Walk): number {
  return outer.reduce((product, n) => product * n, count)
}

/** Calls `row` with the position of each operand at the start of every row, in row-major order. */
export function walkRows(walk: Walk, at: number[], row: (at: readonly number[]) => void): void {
  const { outer, strides } = walk
  if (walk.count === 0 || outer.includes(0)) return
  if (outer.length === 0) {
    row(at)
    return
  }
  const index = new Array<number>(outer.length).fill(0)
  for (;;) {
    row(at)
    let axis = outer.length - 1
    for (; axis >= 0; axis--) {
      const stride = strides[axis]!
      if (++index[axis]! < outer[axis]!) {
        for (let k = 0; k < at.length; k++) at[k]! += stride[k]!
        break
      }
      index[axis] = 0
      for (let k = 0; k < at.length; k++) at[k]! -= stride[k]! * (outer[axis]! - 1)
    }
    if (axis < 0) return
  }
}
