import { show, showShape, wrongKind } from '@nn/check'
import { checkNdim } from '../shape/shape.ts'
import { shapeError } from '../shape/shape-error.ts'

/** Numbers or booleans, or arrays of them to any depth, all of one depth and every level of one length. */
export type Nested = number | boolean | readonly Nested[]

/** The elements of a nested array in row-major order, and its shape. */
export interface Parsed {
  readonly values: readonly number[]
  readonly shape: readonly number[]
  /** Whether all elements, and at least one, are booleans. */
  readonly boolean: boolean
}

/** The shape that the first elements say. */
function shapeOf(where: string, nested: Nested): number[] {
  const shape: number[] = []
  let level: Nested | undefined = nested
  while (Array.isArray(level)) {
    shape.push(level.length)
    checkNdim(where, shape.length)
    level = level[0]
  }
  return shape
}

/** Parses a nested array; throws at the first row of another length or element that is no number. */
export function parseNested(where: string, nested: Nested): Parsed {
  const shape = shapeOf(where, nested)
  const values: number[] = []
  const path: number[] = []
  let booleans = 0
  const visit = (node: Nested): void => {
    if (path.length < shape.length) {
      if (!Array.isArray(node) || node.length !== shape[path.length]) refuseRow(where, node, path, shape)
      for (const [i, inner] of node.entries()) {
        path.push(i)
        visit(inner)
        path.pop()
      }
      return
    }
    if (typeof node === 'boolean') booleans++
    else if (typeof node !== 'number') refuseElement(where, node, path)
    values.push(Number(node))
  }
  visit(nested)
  return { values, shape, boolean: booleans > 0 && booleans === values.length }
}

function refuseRow(where: string, node: unknown, path: readonly number[], shape: readonly number[]): never {
  const got = Array.isArray(node) ? String(node.length) : `the element ${show(node)}`
  const expected = `row ${showShape(path)} to have ${shape[path.length]} elements like the first`
  throw shapeError(where, expected, got)
}

function refuseElement(where: string, node: unknown, path: readonly number[]): never {
  if (path.length === 0) throw wrongKind(where, 'numbers, booleans or arrays of them', node)
  const place = showShape(path)
  if (Array.isArray(node)) {
    throw shapeError(where, `a number at ${place} like the first`, `the array ${show(node)}`)
  }
  throw wrongKind(where, `a number or a boolean at ${place}`, node)
}
