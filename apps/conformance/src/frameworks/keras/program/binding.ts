import { isTensor, type Tensor } from '@nn/tensor'
import { PyClass, PyObject, tuple } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { CustomInitializer, Deferred, isWeightInit, KerasInitializer } from '../runtime/core/initializer.ts'
import { Layer } from '../runtime/core/layer.ts'
import type { KerasRuntime } from '../runtime/core/runtime.ts'
import { isKerasTensor, KerasTensor, WeightTensor } from '../runtime/core/tensor.ts'
import type { Weight } from '../runtime/core/weight.ts'

/** What values of the runtime can be. */
type Kind = 'tensor' | 'values' | 'layer' | 'initializer'

/** What a program's objects stand for, and back. */
export class Binding {
  readonly runtime: KerasRuntime
  readonly #objects = new WeakMap<object, PyObject>()
  readonly #weights = new WeakMap<Weight, WeightTensor>()
  /** The classes of values that are not made by calls of a class. */
  readonly classes: Map<Kind, PyClass> = new Map()

  constructor(runtime: KerasRuntime) {
    this.runtime = runtime
  }

  /** Notes which object stands for a value. */
  note<T extends object>(object: PyObject, held: T): T {
    object.held = held
    this.#objects.set(held, object)
    return held
  }

  /** Values as a program sees them. */
  wrap(value: unknown): unknown {
    if (Array.isArray(value)) {
      const items = value.map((each) => this.wrap(each))
      return Object.isFrozen(value) ? tuple(items) : items
    }
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, this.wrap(each)]))
    const kind = kindOf(value)
    if (kind === undefined) return value ?? null
    const held = value as object
    const known = this.#objects.get(held)
    if (known !== undefined) return known
    const made = new PyObject(this.classOf(kind))
    this.note(made, held)
    return made
  }

  classOf(kind: Kind): PyClass {
    const found = this.classes.get(kind)
    if (found === undefined) throw new Error(`a program's class that is not there: ${kind}`)
    return found
  }

  /** Values of a program as the runtime sees them; objects of its own classes stay what they are. */
  unwrap(value: unknown): unknown {
    if (Array.isArray(value)) {
      const items = value.map((each) => this.unwrap(each))
      return Object.isFrozen(value) ? tuple(items) : items
    }
    if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, this.unwrap(each)]))
    return value instanceof PyObject && value.held !== undefined ? value.held : value
  }

  /** A weight as a program sees it, the same one each time. */
  weight(weight: Weight): unknown {
    const known = this.#weights.get(weight) ?? new WeightTensor(weight)
    this.#weights.set(weight, known)
    return this.wrap(known)
  }

  unwrapAll(keywords: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(keywords).map(([name, value]) => [name, this.unwrap(value)]))
  }

  /** Arguments of a layer: what is given for an initializer may be a function, a class, or an object that can be called. */
  layerArguments(keywords: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(keywords).map(([name, value]) => [
        name,
        name.endsWith('_initializer') ? this.initializer(value) : this.unwrap(value),
      ]),
    )
  }

  /** An initializer as the runtime takes it; a class is called when the constructor gets it. */
  initializer(given: unknown): unknown {
    const value = this.unwrap(given)
    if (isWeightInit(value) || value === null || typeof value === 'string') return value
    if (value instanceof PyClass) return new Deferred(lazily(() => this.initializer(call(value, [], {}))))
    const isCallable =
      typeof value === 'function' || (value instanceof PyObject && value.type.has('__call__'))
    if (!isCallable) return value
    return new CustomInitializer((shape) => this.unwrap(call(value, [tuple(shape)], { dtype: 'float32' })))
  }

  /** Tensors of which the shape counts, of those that have values. */
  shaped(value: unknown): unknown {
    const held = this.unwrap(value)
    if (Array.isArray(held)) return held.map((each) => this.shaped(each))
    if (held instanceof Map) return new Map([...held].map(([key, each]) => [key, this.shaped(each)]))
    return isTensor(held) ? new KerasTensor((held as Tensor).shape) : held
  }
}

/** An initializer whose copy is the first one that is made. */
function lazily(make: () => unknown): KerasInitializer {
  const values = (): never => {
    throw new Error('an initializer that was not made')
  }
  return { values, clone: make } as unknown as KerasInitializer
}

function kindOf(value: unknown): Kind | undefined {
  if (isKerasTensor(value)) return 'tensor'
  if (isTensor(value)) return 'values'
  if (value instanceof Layer) return 'layer'
  return value instanceof KerasInitializer ? 'initializer' : undefined
}
