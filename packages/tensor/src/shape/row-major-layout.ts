import { rowMajor, sameShape, sizeOf } from './shape.ts'

/** A shape, the strides of its row-major array, and how many elements it has; both lists are frozen. */
interface RowMajorLayout {
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly size: number
}

/** The layouts of the last shapes, each in the place that its sizes make: networks have few shapes, and freezing lists takes longer than small sums. */
const known = /* @__PURE__ */ new Array<RowMajorLayout | undefined>(256).fill(undefined)

/** The layout of a shape. */
export function rowMajorLayout(shape: readonly number[]): RowMajorLayout {
  let place = shape.length
  for (let axis = 0; axis < shape.length; axis++) place = (31 * place + (shape[axis] ?? 0)) & 255
  const found = known[place]
  if (found !== undefined && sameShape(found.shape, shape)) return found
  const made = {
    shape: Object.freeze([...shape]),
    strides: Object.freeze(rowMajor(shape)),
    size: sizeOf(shape),
  }
  known[place] = made
  return made
}
