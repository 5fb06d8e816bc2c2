import type { Shape } from './tensor.ts'

/** The shape that shapes are spread to. */
export function broadcast(shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map(({ length }) => length))
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes.flatMap((shape) =>
      shape.slice(axis - rank + shape.length, axis - rank + shape.length + 1 || undefined),
    )
    const isThere = axis - rank
    const found = shapes.flatMap((shape) => (shape.length + isThere >= 0 ? [shape.at(isThere) ?? null] : []))
    const fixed = found.find((length) => length !== null && length !== 1)
    if (fixed !== undefined) return fixed
    return lengths.length > 0 && found.every((length) => length === 1) ? 1 : null
  })
}

/** Shapes one behind the other along an axis. */
export function concatenated(shapes: readonly Shape[], axis: number): Shape {
  const [first = []] = shapes
  const along = axis < 0 ? axis + first.length : axis
  return first.map((length, i) => {
    if (i !== along) return length
    const lengths = shapes.map((shape) => shape[i] ?? null)
    return lengths.includes(null) ? null : lengths.reduce<number>((sum, each) => sum + (each ?? 0), 0)
  })
}

/** A shape in which -1 stands for what is left. */
export function reshaped(lengths: Shape, target: Shape): Shape {
  const size = (shape: Shape): number | null =>
    shape.reduce<number | null>(
      (product, length) => (product === null || length === null ? null : product * length),
      1,
    )
  const all = size(lengths)
  const others = size(target.filter((length) => length !== -1))
  return target.map((length) =>
    length === -1 ? (all === null || others === null ? null : all / others) : length,
  )
}

/** The shape of one step of a sequence. */
export function stepOf([batch = null, _, ...step]: Shape): Shape {
  return [batch, ...step]
}
