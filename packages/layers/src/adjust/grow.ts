import { checkOptions, message, type OptionNames, show, showShape } from '@nn/check'
import type { InitLike } from '@nn/init'
import { createRequest, runInitializer, toInitializer } from '@nn/init/layer'
import type { Rng } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { optionalRng } from '../check/options.ts'
import { choiceOf } from '../initialize/precedence.ts'
import type { Parameter } from '../module/parameter.ts'
import { isParameter } from '../tree/nodes.ts'
import { checkLengths } from '../tree/shape.ts'

/** The options of `grow`. */
export interface GrowOptions {
  /** Default: the initializer that the parameter started with. */
  readonly init?: InitLike | undefined
  /** The root stream. Default: the one that the parameter started with. */
  readonly rng?: Rng | undefined
}

/**
 * Lengthens axes of a parameter: old values stay where they are, the others are those that the parameter's own draw gives at the new
 * shape. Rows added to a table are the rows that a table of that size starts with, where the law does not depend on the size;
 * with `init: zeros()` in the next layer's new columns, the network computes what it did. The tensor is a new one: `data` before is
 * not live any more. Fields of the layer that repeat a length, as `units`, are the layer's to change.
 *
 * @throws ShapeError if an axis would become shorter or their number change, TypeError if a random initializer has no rng or an argument is of the wrong kind, NotReadyError
 * if there are no values. Old values stay.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { normal } from '@nn/init'
 * import { Embedding, grow } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const build = (count) => {
 *   const table = new Embedding(count, 4, { weightInit: normal({ std: 0.02 }) })
 *   table.initialize({ rng: createRng(42), backend: cpu })
 *   return table.weight
 * }
 * grow(build(10), [12, 4]).data.equals(build(12).data) // => true
 * grow(build(10), [8, 4]) // throws /weight: expected a shape of at least \[10, 4\], got \[8, 4\]/
 * ```
 */
export function grow(parameter: Parameter, shape: readonly number[], options: GrowOptions = {}): Parameter {
  if (!isParameter(parameter)) throw new TypeError(message('grow', 'a parameter', show(parameter)))
  const { path, role, use, axes, dtype, data: old, choice } = parameter
  const where = `${path}: grow`
  checkOptions(where, options, NAMES)
  checkGrown(path, shape, old.shape)
  const { init = choiceOf(parameter).init, rng: root = choice?.rng } = options
  const seedPath = choice?.seedPath ?? path
  const rng = optionalRng(where, root)?.at(seedPath)
  const request = createRequest({ path: seedPath, shape, dtype, role, use, axes, backend: old.backend, rng })
  const grown = runInitializer(toInitializer(init), request)
  const value = grown.set(
    old.shape.map((length) => [0, length] as const),
    old,
  )
  parameter.load(value, { resize: true, copy: false }).commit()
  return parameter
}

function checkGrown(path: string, shape: readonly number[], old: readonly number[]): void {
  checkLengths(`${path}: grow`, shape)
  if (shape.length === old.length && old.every((length, axis) => Number(shape[axis] ?? NaN) >= length)) return
  const cure = 'axes only become longer'
  throw new ShapeError(message(path, `a shape of at least ${showShape(old)}`, showShape(shape), cure))
}

const NAMES: OptionNames<GrowOptions> = { init: true, rng: true }
