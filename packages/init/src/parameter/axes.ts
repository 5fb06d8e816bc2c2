import {
  checkOptions,
  flag,
  integer,
  isPlain,
  message,
  type OptionNames,
  positive,
  show,
  showShape,
} from '@nn/check'
import { ShapeError } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'

/**
 * Which axes of a parameter connect units: one axis of outputs and one of inputs, or several of each, whose units are all pairs; all
 * other axes are the receptive field, unless they are named below.
 *
 * @example
 * ```ts
 * import { type Axes, computeFans } from '@nn/init'
 * const conv: Axes = { out: 0, in: 1 }
 * computeFans([8, 3, 5, 5], conv) // => { fanIn: 75, fanOut: 200 }
 * const fromHeads: Axes = { in: [0, 1], out: 2 }
 * computeFans([4, 16, 64], fromHeads) // => { fanIn: 64, fanOut: 64 }
 * ```
 */
export interface Axes {
  /** Index of the axis of output units, or of each of several. */
  readonly out: number | readonly number[]
  /** Index of the axis of input units, or of each of several; left out for a bias, which has blocks, but no fans. */
  readonly in?: number | readonly number[]
  /**
   * Number of groups of a grouped convolution, default 1. Its weight stores all outputs and the inputs of one group;
   * that of a transposed convolution all inputs and the outputs of one group.
   */
  readonly groups?: number
  /**
   * Outputs of each group, instead of `groups`, where the number of groups follows from the shape: of a depthwise
   * convolution, whose channels are its groups and may not be known yet.
   */
  readonly unitsPerGroup?: number
  /** Steps of the convolution, one for all axes of the receptive field or one each. Default 1. */
  readonly stride?: number | readonly number[]
  /** Whether the convolution is transposed. Default false. */
  readonly transposed?: boolean
  /** Parts that are weights of their own and stored as one: gates, heads, queries with keys and values. */
  readonly blocks?: Blocks
  /** Parts of one weight, or of each block, which some frameworks store along an axis of their own. */
  readonly heads?: Heads
  /** Axes that count independent weights, such as experts. */
  readonly batch?: number | readonly number[]
  /** Whether inputs are indices of rows, as of an embedding: then an output is one element, not a sum. Default false. */
  readonly lookup?: boolean
}

/**
 * Parts of a packed parameter, one after the other along an axis of outputs. `names`, `sizes` or `count` says how many there are;
 * without sizes they are equal.
 *
 * @example
 * ```ts
 * import { type Blocks, computeFans } from '@nn/init'
 * const gates: Blocks = { axis: 0, names: ['input', 'forget', 'cell', 'output'] }
 * computeFans([28, 5], { out: 0, in: 1, blocks: gates }) // => { fanIn: 5, fanOut: 7 }
 * ```
 */
export interface Blocks {
  readonly axis: number
  /** What the parts are, as `{ forget: 1 }` calls them. */
  readonly names?: readonly string[]
  /** Their lengths along the axis. */
  readonly sizes?: readonly number[]
  /** How many there are, where they have neither names nor sizes. */
  readonly count?: number
}

/**
 * The heads of an attention: units of equal number, one head after the other along an axis of outputs or of inputs. Fans count them together.
 *
 * @example
 * ```ts
 * import { computeFans, type Heads } from '@nn/init'
 * const heads: Heads = { axis: 1, count: 2 }
 * computeFans([8, 6], { out: 0, in: 1, heads }) // => { fanIn: 6, fanOut: 8 }
 * ```
 */
export interface Heads {
  readonly axis: number
  readonly count: number
}

const AXES: OptionNames<Axes> = {
  out: true,
  in: true,
  groups: true,
  unitsPerGroup: true,
  stride: true,
  transposed: true,
  blocks: true,
  heads: true,
  batch: true,
  lookup: true,
}
const HEADS: OptionNames<Heads> = { axis: true, count: true }
const BLOCKS: OptionNames<Blocks> = { axis: true, names: true, sizes: true, count: true }

/** Lengths of the blocks along their axis, checked against the shape. */
export function blockSizes(blocks: Blocks, shape: readonly (number | null)[]): readonly number[] {
  const { axis, names, sizes } = blocks
  const count = sizes?.length ?? names?.length ?? blocks.count ?? 1
  const length = shape[axis]!
  return sizes ?? new Array<number>(count).fill(length / count)
}

/**
 * Throws unless the axes are of the shape, whose unknown lengths are null: for those who write layers.
 *
 * @throws TypeError if axes are no object or one is misspelt, ShapeError if an axis is not one of the shape, RangeError if two axes are one, groups do
 * not divide the units, or blocks do not fill their axis.
 * @example
 * ```ts
 * import { checkAxes } from '@nn/init/layer'
 * checkAxes('Dense', [8, null], { out: 0, in: 1 }) // => undefined
 * checkAxes('Conv2d', [8, 4, 3, 3], { out: 0, in: 1, groups: 3 }) // throws /Conv2d: expected groups to divide the 8 units, got 3/
 * ```
 */
export function checkAxes(where: string, shape: readonly (number | null)[], axes: Axes): void {
  checkAxisNames(where, axes)
  if (isPair(axes)) {
    checkAxis(where, 'out', axes.out, shape)
    checkAxis(where, 'in', axes.in, shape)
    if (axes.out === axes.in) throw sameAxis(where, axes.out)
    return
  }
  for (const name of ['out', 'in', 'batch'] as const) {
    const given = axes[name] ?? (name === 'out' ? Number.NaN : [])
    const list = [given].flat()
    for (const axis of list) checkAxis(where, name, axis, shape)
    if (list.length === 0 && axes[name] !== undefined && name !== 'batch')
      checkAxis(where, name, given, shape)
  }
  const taken = [axes.out, axes.in ?? [], axes.batch ?? []].flat()
  const twice = taken.find((axis, i) => taken.indexOf(axis) < i)
  if (twice !== undefined) throw sameAxis(where, twice)
  checkGroups(where, shape, axes)
  for (const stride of [axes.stride ?? 1].flat()) positive(where, 'stride', stride)
  for (const name of ['transposed', 'lookup'] as const) {
    if (axes[name] !== undefined) flag(where, name, axes[name])
  }
  if (axes.blocks !== undefined) checkBlocks(where, shape, axes.blocks)
  if (axes.heads !== undefined) checkHeads(where, shape, axes, axes.heads)
}

/** Whether an axis of outputs and one of inputs are all there is, as in most layers. */
function isPair(axes: Axes): axes is { readonly out: number; readonly in: number } {
  for (const name in axes) if (name !== 'out' && name !== 'in') return false
  return typeof axes.out === 'number' && typeof axes.in === 'number'
}

function sameAxis(where: string, axis: number): RangeError {
  return new RangeError(message(where, 'two axes out and in', `${axis} for both`))
}

/** Throws unless axes, and the blocks among them, have the names that there are. */
export function checkAxisNames(where: string, axes: Axes): void {
  if (!isPlain(axes)) throw new TypeError(message(where, 'axes such as { out: 0, in: 1 }', show(axes)))
  checkOptions(`${where} axes`, axes, AXES)
  checkOptions(`${where} blocks`, axes.blocks, BLOCKS)
  checkOptions(`${where} heads`, axes.heads, HEADS)
}

function checkAxis(where: string, name: string, axis: unknown, shape: readonly (number | null)[]): void {
  if (typeof axis === 'number' && Number.isInteger(axis) && axis >= 0 && axis < shape.length) return
  const cure = 'give the fans themselves for a shape without these axes'
  throw new ShapeError(
    message(where, `axis ${name} to be one of shape ${showShape(shape)}`, show(axis), cure),
  )
}

/** Groups divide the axis that stores all units: outputs, or inputs of a transposed convolution. */
function checkGroups(where: string, shape: readonly (number | null)[], axes: Axes): void {
  const { groups, unitsPerGroup, transposed = false } = axes
  if (groups !== undefined && unitsPerGroup !== undefined) {
    throw new RangeError(message(where, 'groups or unitsPerGroup', 'both'))
  }
  const name = unitsPerGroup === undefined ? 'groups' : 'unitsPerGroup'
  const divisor = positive(where, name, unitsPerGroup ?? groups ?? 1)
  const lengths = axisList(transposed ? (axes.in ?? axes.out) : axes.out).map(
    (axis) => shape[axis] ?? divisor,
  )
  if (lengths.length > 1 && divisor > 1) {
    throw new RangeError(message(where, `one axis of the units with ${name}`, `${lengths.length}`))
  }
  const units = lengths[0] ?? divisor
  if (units % divisor === 0) return
  throw new RangeError(message(where, `${name} to divide the ${units} units`, `${divisor}`))
}

/** The number of groups of a weight of this shape. */
export function groupsOf({ out, groups = 1, unitsPerGroup }: Axes, shape: readonly number[]): number {
  return unitsPerGroup === undefined ? groups : Math.max(lengthAlong(shape, out) / unitsPerGroup, 1)
}

/** One axis or several as a list. */
export function axisList(axes: number | readonly number[]): readonly number[] {
  return typeof axes === 'number' ? [axes] : axes
}

/** How many units there are along one axis or several. */
export function lengthAlong(shape: readonly number[], axes: number | readonly number[]): number {
  return sizeOf(axisList(axes).map((axis) => shape[axis] ?? 1))
}

function checkBlocks(where: string, shape: readonly (number | null)[], blocks: Blocks): void {
  checkAxis(where, 'blocks', blocks.axis, shape)
  const { names, sizes, count } = blocks
  const given = [names?.length, sizes?.length, count].filter((many) => many !== undefined)
  if (
    given.length === 0 ||
    given.some((many) => many !== given[0] || !Number.isSafeInteger(many) || many < 1)
  ) {
    throw new RangeError(message(where, 'one number of blocks > 0 of names, sizes and count', show(given)))
  }
  const length = shape[blocks.axis]
  if (length === null || length === undefined) return
  // A number of blocks that is far too large is not spread out to be shown.
  if (length > 0 && Number(given[0]) > length && sizes === undefined) {
    throw new RangeError(message(where, `blocks that fill ${length} units`, `${given[0]}`))
  }
  const lengths = blockSizes(blocks, shape)
  const filled = lengths.reduce((sum, part) => sum + part, 0)
  if (filled === length && lengths.every(Number.isInteger)) return
  throw new RangeError(message(where, `blocks that fill ${length} units`, `lengths ${show(lengths)}`))
}

/** Heads divide their axis of units, or each block along it. */
function checkHeads(where: string, shape: readonly (number | null)[], axes: Axes, heads: Heads): void {
  checkAxis(where, 'heads', heads.axis, shape)
  if (![axes.out, axes.in].flat().includes(heads.axis)) {
    throw new RangeError(message(where, 'heads along an axis out or in', `${heads.axis}`))
  }
  const count = integer(where, 'heads', heads.count, 1)
  const length = shape[heads.axis] ?? null
  if (length === null) return
  const isCut = axes.blocks?.axis === heads.axis
  const lengths = isCut && axes.blocks !== undefined ? blockSizes(axes.blocks, shape) : [length]
  const other = lengths.find((units) => units % count !== 0)
  if (other === undefined) return
  throw new RangeError(message(where, `heads to divide the ${other} units`, `${count}`))
}

/**
 * Whether a parameter with these axes has fans: axes of outputs and inputs.
 *
 * @example
 * ```ts
 * import { hasFans } from '@nn/init/layer'
 * hasFans({ out: 0, in: 1 }) // => true
 * hasFans({ out: 0, blocks: { axis: 0, names: ['input', 'forget', 'cell', 'output'] } }) // => false
 * ```
 */
export function hasFans(axes: Axes | undefined): boolean {
  return axes?.in !== undefined
}
