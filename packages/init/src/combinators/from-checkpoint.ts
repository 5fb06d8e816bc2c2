import {
  flag,
  isPlain,
  message,
  nearest,
  type OptionNames,
  show,
  showNames,
  showShape,
  wrongKind,
} from '@nn/check'
import { isTensor, type Nested, ShapeError, type Tensor, type TensorData } from '@nn/tensor'
import { arrayValues } from '../initializer/array-values.ts'
import { checkFactory } from '../initializer/check-factory.ts'
import { castHeld } from '../initializer/held.ts'
import { createInitializer, type Initializer, type InitLike, isData } from '../initializer/initializer.ts'
import { nestedValues, shapeOfNested } from '../initializer/nested-values.ts'
import type { InitRequest } from '../initializer/request.ts'
import { toInitializer } from '../initializer/to-initializer.ts'
import { isStorage } from '../initializer/typed-arrays.ts'
import { adopter } from './adopt.ts'

/** Values by name: tensors, typed arrays of as many elements as a parameter has, or nested arrays, in an object or a map. */
export type Checkpoint =
  | Readonly<Record<string, Tensor | TensorData | Nested>>
  | ReadonlyMap<string, Tensor | TensorData | Nested>

type Stored = Tensor | TensorData | Nested

/** How a parameter's path becomes a name, and what parameters get that have none. */
export interface FromCheckpointOptions {
  /** Put before the path, as in `'model.'`. Default none. */
  readonly prefix?: string
  /** Names of single paths: `{ '0.weight': 'fc1.weight' }`; without the prefix. */
  readonly rename?: Readonly<Record<string, string>>
  /** For parameters that are not there; without one they are errors. */
  readonly fallback?: InitLike
  /** What `config` calls the checkpoint, to find it again when it is read. Default `'checkpoint'`. */
  readonly label?: string
  /**
   * Whether values are copied. Default true. With false the given arrays themselves become the storage of parameters without values in
   * memory, each of one; nothing is cast.
   */
  readonly copy?: boolean
}

const FROM_CHECKPOINT: OptionNames<FromCheckpointOptions> = {
  prefix: true,
  rename: true,
  fallback: true,
  label: true,
  copy: true,
}

/**
 * The values that a checkpoint holds under the parameter's path, cast to its dtype; else those of the fallback. Needs what the
 * fallback needs; where the checkpoint has the values, nothing is drawn. As `init` of a network it is for every parameter that it has,
 * biases too; without a fallback, for every parameter.
 *
 * @throws TypeError if an option is of the wrong kind; when applied, RangeError if the name is missing and there is no fallback (with
 * the nearest names), ShapeError if the shape is another; with `copy: false` TypeError if an array would have to be copied, RangeError if
 * another parameter has adopted it.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, fromCheckpoint, zeros } from '@nn/init'
 * const init = fromCheckpoint({ 'fc.weight': [[1, 2]] }, { fallback: zeros() })
 * init(createRequest({ path: 'fc.weight', shape: [1, 2], backend: cpu })).toNested() // => [[1, 2]]
 * init(createRequest({ path: 'fc.bias', shape: [1], backend: cpu })).toNested() // => [0]
 * init(createRequest({ path: 'fc.weight', shape: [2, 1], backend: cpu })) // throws /fc\.weight: expected shape \[2, 1\], got \[1, 2\] under "fc\.weight"/
 * ```
 */
export function fromCheckpoint(values: Checkpoint, options: FromCheckpointOptions = {}): Initializer {
  checkFactory('fromCheckpoint', options, FROM_CHECKPOINT)
  if (typeof values !== 'object' || values === null) {
    throw new TypeError(message('fromCheckpoint', 'values by name', show(values)))
  }
  const { prefix = '', rename = {}, label = 'checkpoint', copy = true } = options
  flag('fromCheckpoint', 'copy', copy)
  checkText('prefix to be a string', prefix)
  checkText('label to be a string', label)
  const names = namesOf(rename)
  const fallback = options.fallback === undefined ? undefined : toInitializer(options.fallback)
  const entries = new Map(values instanceof Map ? values : Object.entries(values))
  const given = fallback === undefined ? {} : { fallback: fallback.config }
  const nameOf = (path: string): string => prefix + (names.get(path) ?? path)
  const adopt = adopter()
  return createInitializer({
    config: { name: 'fromCheckpoint', label, prefix, rename: Object.freeze({ ...rename }), ...given },
    needs: [],
    draw: (request) => {
      const name = nameOf(request.path)
      const value = entries.get(name)
      if (value !== undefined) return copy ? stored(name, value, request) : adopt(value, request)
      return fallback === undefined ? missing(name, request, [...entries.keys()]) : fallback.elements(request)
    },
    describe: (request) => ({
      text: `${label}${fallback === undefined ? '' : `, else ${fallback.describe(request).text}`}`,
    }),
    holds: (path) => fallback === undefined || entries.has(nameOf(path)),
    isData: fallback === undefined || isData(fallback),
  })
}

/** The new names of paths. A map: an object would have those of its prototype too. */
function namesOf(rename: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  if (!isPlain(rename)) throw wrongKind('fromCheckpoint', 'rename to be an object of names by path', rename)
  const names = new Map(Object.entries(rename))
  for (const [path, name] of names) checkText(`the name of ${show(path)} in rename to be a string`, name)
  return names
}

function checkText(expected: string, value: unknown): void {
  if (typeof value !== 'string') throw wrongKind('fromCheckpoint', expected, value)
}

function stored(name: string, value: Stored, request: InitRequest): TensorData {
  if (isStorage(value)) return arrayValues(value, request)
  const { path, shape, dtype } = request
  const values = isTensor(value) ? castHeld(path, value, dtype).toArray() : nestedValues(value, request)
  const given = isTensor(value) ? value.shape : shapeOfNested(value)
  if (showShape(given) === showShape(shape)) return values
  const got = `${showShape(given)} under ${show(name)}`
  throw new ShapeError(message(path, `shape ${showShape(shape)}`, got))
}

function missing(name: string, { path }: InitRequest, names: readonly string[]): never {
  const near = names.length === 0 ? 'nothing' : showNames(nearest(name, names))
  const cure = 'give { rename }, { prefix } or { fallback: xavierUniform() }'
  throw new RangeError(message(path, `${show(name)} in the checkpoint`, near, cure))
}
