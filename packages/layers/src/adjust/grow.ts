import { checkOptions, message, type OptionNames, show } from '@nn/check'
import type { InitLike } from '@nn/init'
import type { Rng } from '@nn/random'
import type { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import { lineage } from '../tree/links.ts'
import { isModule, isParameter } from '../tree/nodes.ts'
import { walk } from '../tree/walk.ts'
import { changeSizes, type LayerChange, type Sizes, sizesFrom } from './layer-sizes.ts'
import { type Direction, prepareResize } from './resize.ts'

/** The options of `grow`. */
export interface GrowOptions {
  /** Default: the initializer that each parameter started with. */
  readonly init?: InitLike | undefined
  /** The root stream. Default: the one that each parameter started with. */
  readonly rng?: Rng | undefined
}

/**
 * The sizes of a layer that `grow` and `shrink` change, by the names of its constructor's arguments: `units` and `inUnits` of linear and
 * recurrent layers, `outChannels` and `inChannels` of convolutions, `count` and `units` of an embedding, `units` of attention, `channels`
 * or `shape` of norms.
 */
export type SizesOf<L> = L extends { readonly heads: number }
  ? { readonly units: number }
  : L extends { readonly count: number; readonly units: number }
    ? { readonly count?: number; readonly units?: number }
    : L extends { readonly kernelSize: readonly number[]; readonly multiplier: number }
      ? { readonly inChannels: number }
      : L extends { readonly outChannels: number }
        ? { readonly outChannels?: number; readonly inChannels?: number }
        : L extends { readonly cells: unknown } | { readonly units: number; readonly activation: unknown }
          ? { readonly units?: number; readonly inUnits?: number }
          : L extends { readonly units: number }
            ? { readonly units?: number; readonly inUnits?: readonly [number, number] }
            : L extends { readonly eps: number; readonly shape: unknown }
              ? { readonly shape: number | readonly number[] }
              : L extends { readonly eps: number; readonly groups: number }
                ? { readonly channels: number; readonly groups?: number }
                : { readonly channels: number }

/**
 * Lengthens a layer, or one parameter. The old values keep their places: at the start of each axis, or, where there are several, of each
 * block (gates; queries, keys and values; experts) and each group. The others are those that the parameter's own draw gives at the new
 * shape: rows added to a table are the rows that a table of that size starts with, if the law does not depend on the size. With
 * `init: zeros()` the old units compute what they did, and new inputs count nothing.
 *
 * Of a layer all parameters and statistics change together, with the fields that repeat a size, and the layers that share one of them, as
 * the head of a tied embedding; or none. Heads of attention keep their length: there are more of them. Of one parameter, `units` and the
 * like are yours to change. Tensors are new ones: `data` before is not live any more.
 *
 * @throws ShapeError if an axis would become shorter or their number change; RangeError if groups, blocks or heads do not divide a size;
 * TypeError if a random initializer has no rng or an argument is of the wrong kind; NotReadyError if there are no values. Old values stay.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { normal, zeros } from '@nn/init'
 * import { Embedding, grow, Lstm } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const build = (count: number) => {
 *   const table = new Embedding(count, 4, { weightInit: normal({ std: 0.02 }) })
 *   table.initialize({ rng: createRng(42), backend: cpu })
 *   return table
 * }
 * grow(build(10), { count: 12 }).weight.data.equals(build(12).weight.data) // => true
 * grow(build(10).weight, [8, 4]) // throws /weight: expected a shape of at least \[10, 4\], got \[8, 4\]/
 * const lstm = new Lstm(2, { inUnits: 3 })
 * lstm.initialize({ rng: createRng(42), backend: cpu })
 * const x = cpu.ones([5, 1, 3])
 * const before = lstm.forward(x).output
 * const { output } = grow(lstm, { units: 3 }, { init: zeros() }).forward(x)
 * output.slice(null, null, [0, 2]).equals(before) // => true
 * ```
 */
export function grow(parameter: Parameter, shape: readonly number[], options?: GrowOptions): Parameter
export function grow<L extends Module>(layer: L, sizes: SizesOf<L>, options?: GrowOptions): L
export function grow(
  target: Parameter | Module,
  sizes: readonly number[] | object,
  options: GrowOptions = {},
): Parameter | Module {
  return resize('grow', target, sizes, options)
}

/**
 * Shortens a layer, or one parameter: what is kept is the start of each axis, or of each block and group. The counterpart of `grow`.
 *
 * @throws ShapeError if an axis would become longer or their number change; else as `grow`. Old values stay.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant } from '@nn/init'
 * import { Dense, shrink } from '@nn/layers'
 * const dense = new Dense(3, { inUnits: 1, weightInit: constant([[1], [2], [3]]) })
 * dense.initialize({ backend: cpu })
 * shrink(dense, { units: 2 }).forward(cpu.ones([1, 1])).toNested() // => [[1, 2]]
 * ```
 */
export function shrink(parameter: Parameter, shape: readonly number[]): Parameter
export function shrink<L extends Module>(layer: L, sizes: SizesOf<L>): L
export function shrink(target: Parameter | Module, sizes: readonly number[] | object): Parameter | Module {
  return resize('shrink', target, sizes, {})
}

function resize(
  direction: Direction,
  target: Parameter | Module,
  sizes: readonly number[] | object,
  options: GrowOptions,
): Parameter | Module {
  if (isParameter(target)) {
    checkOptions(`${target.path}: ${direction}`, options, NAMES)
    prepareResize(direction, { of: target, shape: sizes as readonly number[] }, options).commit()
    return target
  }
  if (!isModule(target)) throw new TypeError(message(direction, 'a layer or a parameter', show(target)))
  const where = `${direction} of ${target.label}`
  checkOptions(where, options, NAMES)
  const changes = withTied(where, target, changeSizes(where, target, sizes as Sizes))
  const resizes = new Map(changes.flatMap((change) => change.resizes.map((resized) => [resized.of, resized])))
  const pending = [...resizes.values()].map((resized) => prepareResize(direction, resized, options))
  for (const { commit } of pending) commit()
  for (const { layer, fields } of changes) Object.assign(layer, fields)
  return target
}

/** The changes with those of all layers in the tree that share a parameter. */
function withTied(where: string, target: Module, changes: readonly LayerChange[]): readonly LayerChange[] {
  const root = lineage(target).at(-1)
  if (!isModule(root)) return changes
  const known = new Set(changes.map(({ layer }) => layer))
  const shapes = new Map(
    changes.flatMap(({ resizes }) => resizes.map(({ of, shape }) => [of, shape] as const)),
  )
  const tied = [...walk(root).places()].flatMap(([path, node, owner]) => {
    const shape = shapes.get(node)
    if (shape === undefined || known.has(owner)) return []
    known.add(owner)
    const sizes = sizesFrom(owner, shape)
    if (sizes !== undefined) return changeSizes(where, owner, sizes)
    throw new TypeError(message(where, `${path} to be of a linear layer or an embedding`, show(owner)))
  })
  return [...changes, ...tied]
}

const NAMES: OptionNames<GrowOptions> = { init: true, rng: true }
