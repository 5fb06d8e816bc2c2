import { message, showShape } from '@nn/check'
import type { Axes, InitLike } from '@nn/init'
import { checkAxes, createRequest, runInitializer, toInitializer } from '@nn/init/layer'
import type { Rng } from '@nn/random'
import { ShapeError, type Tensor } from '@nn/tensor'
import { optionalRng } from '../check/options.ts'
import { choiceOf } from '../initialize/precedence.ts'
import type { Pending } from '../initialize/slot.ts'
import type { Parameter } from '../module/parameter.ts'
import { valuesFor } from '../module/parameter-state.ts'
import { isParameter, type ParameterOrBuffer } from '../tree/nodes.ts'
import { checkLengths } from '../tree/shape.ts'

/** In which direction lengths change. */
export type Direction = 'grow' | 'shrink'

/** What gives a grown parameter its new values. */
export interface Fresh {
  readonly init?: InitLike | undefined
  readonly rng?: Rng | undefined
}

/** A parameter or buffer, its new shape, and by axis how many equal parts it has that no block declares. */
export interface Resize {
  readonly of: ParameterOrBuffer
  readonly shape: readonly number[]
  readonly parts?: Readonly<Record<number, number>>
}

/** The values of a parameter or buffer at another shape; to be stored by `commit`. */
export function prepareResize(
  direction: Direction,
  { of, shape, parts = {} }: Resize,
  fresh: Fresh,
): Pending {
  const { path, data: old } = of
  checkLengths(`${path}: ${direction}`, shape)
  checkDirection(direction, path, shape, old.shape)
  const axes = isParameter(of) ? of.axes : undefined
  if (axes !== undefined) checkAxes(`${path}: ${direction}`, shape, axes)
  const value =
    direction === 'grow' ? freshValues(of, shape, fresh) : old.backend.zeros(shape, { dtype: of.dtype })
  const cuts = shape.map((length, axis) =>
    pieces(axes, axis, [old.shape[axis] ?? 0, length], parts[axis] ?? 1),
  )
  for (const piece of combinations(cuts)) {
    const from = piece.map(({ from, kept }): Range => [from, from + kept])
    const to = piece.map(({ to, kept }): Range => [to, to + kept])
    value.set(to, old.slice(...from))
  }
  return of.load(value, { resize: true, copy: false })
}

/** The values that a node starts with at a shape. */
function freshValues(of: ParameterOrBuffer, shape: readonly number[], fresh: Fresh): Tensor {
  const { path, dtype, data } = of
  const { backend } = data
  if (!isParameter(of)) {
    return runInitializer(of.init, createRequest({ path, shape, dtype, role: 'buffer', backend }))
  }
  const { role, use, axes, choice }: Parameter = of
  const { init = choiceOf(of).init, rng: root = choice?.rng } = fresh
  const seedPath = choice?.seedPath ?? path
  const rng = optionalRng(`${path}: grow`, root)?.at(seedPath)
  return valuesFor(of, toInitializer(init), { path: seedPath, shape, dtype, role, use, axes, backend, rng })
}

type Range = readonly [start: number, end: number]

/** Elements along an axis that go together from one place to another. */
interface Piece {
  readonly from: number
  readonly to: number
  readonly kept: number
}

/** The pieces of an axis of one length that becomes another: one for each block and group, as each grows at its end. */
function pieces(axes: Axes | undefined, axis: number, lengths: Range, parts: number): Piece[] {
  const { blocks, groups = 1, transposed = false } = axes ?? {}
  const isBlocked = blocks?.axis === axis && blocks.sizes === undefined
  const units = transposed ? axes?.in : axes?.out
  const count =
    (isBlocked ? (blocks.names?.length ?? blocks.count ?? 1) : parts) *
    ([units].flat()[0] === axis ? groups : 1)
  const [old, now] = lengths.map((length) => length / count) as [number, number]
  const kept = Math.min(old, now)
  return Array.from({ length: count }, (_, i) => ({ from: i * old, to: i * now, kept }))
}

/** One piece of each axis, in all ways. */
function combinations(cuts: readonly (readonly Piece[])[]): Piece[][] {
  return cuts.reduce<Piece[][]>(
    (all, axis) => all.flatMap((before) => axis.map((piece) => [...before, piece])),
    [[]],
  )
}

function checkDirection(
  direction: Direction,
  path: string,
  shape: readonly number[],
  old: readonly number[],
): void {
  const fits = (length: number, axis: number): boolean => {
    const now = shape[axis] ?? Number.NaN
    return direction === 'grow' ? now >= length : now <= length
  }
  if (shape.length === old.length && old.every(fits)) return
  const [least, cure] =
    direction === 'grow' ? ['at least', 'axes only become longer'] : ['at most', 'axes only become shorter']
  throw new ShapeError(message(path, `a shape of ${least} ${showShape(old)}`, showShape(shape), cure))
}
