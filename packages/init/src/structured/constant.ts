import { checkOptions, isDetached, message, number, show, showShape } from '@nn/check'
import { isTensor, type Nested, ShapeError, type Tensor, type TensorData } from '@nn/tensor'
import { arrayValues } from '../initializer/array-values.ts'
import { castHeld, checkNumber } from '../initializer/held.ts'
import {
  givensOf,
  type InPlaceConstant,
  type InPlaceOptions,
  type InPlaceTarget,
  initializeTarget,
  inPlace,
  NONE,
} from '../initializer/in-place.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { constantLaw, type Law } from '../initializer/law.ts'
import { momentsOf } from '../initializer/moments.ts'
import { nestedValues, shapeOfNested } from '../initializer/nested-values.ts'
import type { InitRequest } from '../initializer/request.ts'
import { isStorage } from '../initializer/typed-arrays.ts'

/**
 * 0 everywhere, any shape and dtype. Needs no rng.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, zeros } from '@nn/init'
 * zeros()(createRequest({ shape: [2, 2], backend: cpu })).toNested() // => [[0, 0], [0, 0]]
 * ```
 */
export function zeros(): Initializer {
  return everywhere({ name: 'zeros' }, 0)
}

/**
 * 1 everywhere, any shape and dtype. Needs no rng.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, ones } from '@nn/init'
 * ones()(createRequest({ shape: [3], backend: cpu })).toNested() // => [1, 1, 1]
 * ```
 */
export function ones(): Initializer {
  return everywhere({ name: 'ones' }, 1)
}

/**
 * `value` everywhere, or the elements of a nested array or tensor whose shape is exactly the parameter's. Needs no rng.
 * An array or tensor is copied when the factory is called. A typed array, which has no shape, has as many elements as the parameter, in
 * row-major order; it is no JSON.
 *
 * @throws TypeError if the value is of another kind, RangeError if it is NaN; when applied, ShapeError if the shapes
 * differ and TypeError if the dtype cannot hold the values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant, createRequest } from '@nn/init'
 * const request = createRequest({ shape: [2, 2], backend: cpu })
 * constant(42)(request).toNested() // => [[42, 42], [42, 42]]
 * constant([[1, 2], [3, 4]])(request).toNested() // => [[1, 2], [3, 4]]
 * constant([1, 2])(request) // throws /expected a constant of shape \[2, 2\], got \[2\]/
 * ```
 */
export function constant(value: number | Nested | Tensor | TensorData): Initializer {
  if (typeof value === 'number')
    return everywhere({ name: 'constant', value }, number('constant', 'value', value))
  if (typeof value === 'boolean') return everywhere({ name: 'constant', value }, Number(value))
  if (isStorage(value) && !isDetached(value)) return ofArray(value.slice())
  if (!isTensor(value) && !Array.isArray(value)) {
    throw new TypeError(message('constant', 'a number, a nested array or a tensor', show(value)))
  }
  return isTensor(value) ? ofTensor(value.clone()) : ofNested(copyOf(value))
}

/** The elements of a nested array. */
function ofNested(nested: Nested): Initializer {
  return ofElements(
    { name: 'constant', value: nested },
    shapeOfNested(nested),
    (request) => nestedValues(nested, request),
    () => flatten(nested),
  )
}

/** The elements of a tensor; they become a nested array where the config is read. */
function ofTensor(tensor: Tensor): Initializer {
  const { shape, size } = tensor
  const config = {
    name: 'constant',
    get value(): Nested {
      if (size > MOST) {
        const cure = 'keep them in a file, and read them by fromCheckpoint'
        throw new RangeError(message('constant', `at most ${MOST} elements as JSON`, String(size), cure))
      }
      return tensor.toNested()
    },
  }
  const elements = ({ path, dtype }: InitRequest): TensorData => castHeld(path, tensor, dtype).toArray()
  return ofElements(config, shape, elements, () => tensor.toArray())
}

/** The most elements of a tensor that a config has as a nested array. */
const MOST = 2 ** 22

/** Elements of a shape that has to be the parameter's. */
function ofElements(
  config: Initializer['config'],
  given: readonly number[],
  elements: (request: InitRequest) => TensorData,
  values: () => ArrayLike<unknown>,
): Initializer {
  const text = `constant ${showShape(given)}`
  const law = arrayLaw(text, values)
  return createInitializer({
    config,
    draw: (request) => {
      const expected = `a constant of shape ${showShape(request.shape)}`
      if (showShape(given) === showShape(request.shape)) return elements(request)
      throw new ShapeError(message(request.path, expected, showShape(given)))
    },
    describe: () => law,
    range: () => ({ text }),
  })
}

/**
 * 0 everywhere, in place; returns the target, a tensor or a parameter.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { zeros_ } from '@nn/init'
 * zeros_(cpu.ones([3])).toNested() // => [0, 0, 0]
 * ```
 */
export const zeros_: InPlaceConstant = /* @__PURE__ */ inPlace('zeros_', zeros, {})

/**
 * 1 everywhere, in place; returns the target, a tensor or a parameter.
 *
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones_ } from '@nn/init'
 * ones_(cpu.zeros([3])).toNested() // => [1, 1, 1]
 * ```
 */
export const ones_: InPlaceConstant = /* @__PURE__ */ inPlace('ones_', ones, {})

/**
 * `value` everywhere, or element by element, in place; returns the target, a tensor or a parameter.
 *
 * @throws As `constant`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { constant_ } from '@nn/init'
 * constant_(cpu.zeros([2]), 42).toNested() // => [42, 42]
 * ```
 */
export function constant_<T extends InPlaceTarget>(
  target: T,
  value: number | Nested | Tensor | TensorData,
  givens: InPlaceOptions<T> = NONE,
): T {
  checkOptions<object>('constant_', givens, givensOf(target))
  return initializeTarget('constant_', target, constant(value), givens)
}

/** The elements of a typed array in the shape of the request. */
function ofArray(values: TensorData): Initializer {
  const moments = (): Law => ({
    text: `constant of ${values.length} elements`,
    ...momentsOf(values.length, (i) => Number(values[i])),
  })
  return createInitializer({
    config: { name: 'constant', value: values },
    draw: (request) => arrayValues(values, request),
    describe: moments,
    isData: false,
  })
}

/** More axes than a tensor has are an array that holds itself, or none that was meant. */
const MOST_AXES = 64

function copyOf(nested: Nested, depth = 0): Nested {
  if (!Array.isArray(nested)) return nested
  if (depth === MOST_AXES) throw new RangeError(message('constant', `at most ${MOST_AXES} axes`, 'more'))
  return Object.freeze(nested.map((item) => copyOf(item, depth + 1)))
}

/** One value for every element. */
export function everywhere(config: Initializer['config'], value: number): Initializer {
  return createInitializer({
    config,
    writer: ({ path, dtype }) => {
      checkNumber(path, value, dtype)
      return (out) => out.fill(value)
    },
    describe: () => constantLaw(value),
  })
}

/** The law of an array: the moments of its elements, which are counted when they are asked for. */
function arrayLaw(text: string, values: () => ArrayLike<unknown>): Law {
  let known: Omit<Law, 'text'> | undefined
  const moments = (): Omit<Law, 'text'> => {
    const elements = values()
    return momentsOf(elements.length, (i) => Number(elements[i]))
  }
  const member = (name: 'mean' | 'std' | 'low' | 'high') => ({
    enumerable: true,
    get: () => {
      known ??= moments()
      return known[name]
    },
  })
  return Object.defineProperties(
    { text },
    { mean: member('mean'), std: member('std'), low: member('low'), high: member('high') },
  )
}

function flatten(nested: Nested): number[] {
  return Array.isArray(nested) ? nested.flatMap(flatten) : [Number(nested)]
}
