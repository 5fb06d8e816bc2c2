import { message, show, showShape, wrongKind } from '@nn/check'
import { type Nested, ShapeError, type TensorData } from '@nn/tensor'
import { asValues } from './array-values.ts'
import type { InitRequest } from './request.ts'

/** The shape that the first elements of nested arrays say. */
export function shapeOfNested(nested: Nested): number[] {
  return Array.isArray(nested) ? [nested.length, ...shapeOfNested(nested[0] ?? 0)] : []
}

/**
 * The elements of a nested array as the dtype of a request.
 *
 * @throws ShapeError at the first row of another length, TypeError at the first element that is no number, TypeError or RangeError for
 * one that the dtype cannot hold.
 */
export function nestedValues(nested: Nested, request: Pick<InitRequest, 'path' | 'dtype'>): TensorData {
  const shape = shapeOfNested(nested)
  const values: number[] = []
  const place: number[] = []
  const visit = (node: Nested): void => {
    if (place.length === shape.length) {
      values.push(numberAt(node, place))
      return
    }
    for (const [i, inner] of rowAt(node, place, shape).entries()) {
      place.push(i)
      visit(inner)
      place.pop()
    }
  }
  visit(nested)
  return asValues(values, request)
}

/** The number or boolean of a nested array that stands at a place. */
function numberAt(node: Nested, place: readonly number[]): number {
  if (typeof node === 'number' || typeof node === 'boolean') return Number(node)
  const expected = `a number at ${showShape(place)}`
  if (!Array.isArray(node)) throw wrongKind('tensor', `${expected} or a boolean`, node)
  throw new ShapeError(message('tensor', `${expected} like the first`, `the array ${show(node)}`))
}

/** The row of a nested array that stands at a place. */
function rowAt(node: Nested, place: readonly number[], shape: readonly number[]): readonly Nested[] {
  const length = shape[place.length]
  if (Array.isArray(node) && node.length === length) return node
  const got = Array.isArray(node) ? String(node.length) : `the element ${show(node)}`
  throw new ShapeError(
    message('tensor', `row ${showShape(place)} to have ${length} elements like the first`, got),
  )
}
