import { createRequest, type Fans, type Initializer } from '@nn/init'
import { isTensor, type Tensor } from '@nn/tensor'
import { ArgReader } from '../../../../golden/args.ts'
import { at, present } from '../../../../golden/present.ts'
import { product } from '../../../jax/array.ts'
import { MAKERS } from '../../laws/initializers.ts'
import { type KerasRuntime, VALUES } from './runtime.ts'
import { argumentsOf, CLASSES } from './signatures.ts'
import { WeightTensor } from './tensor.ts'

/** The axes of a weight that are inputs and outputs, where its layer says so. */
export interface UnitAxes {
  readonly input: readonly number[]
  readonly output: readonly number[]
}

/** What gives a weight its values. */
export interface WeightInit {
  /** Values for a shape; `VarianceScaling` takes fans from the axes, if some are given. */
  values(shape: readonly number[], axes?: UnitAxes): Float32Array
  /** Another one of the same configuration: with a seed of its own unless it was given one. */
  clone(): WeightInit
}

const SEEDED = /^(?!Zeros|Ones|Constant|Identity)/
const ALIASES: Readonly<Record<string, string>> = {
  normal: 'RandomNormal',
  uniform: 'RandomUniform',
  zero: 'Zeros',
  one: 'Ones',
  OrthogonalInitializer: 'Orthogonal',
  IdentityInitializer: 'Identity',
}

/** One of `keras.initializers`. Its seed is taken when it is made. */
export class KerasInitializer implements WeightInit {
  readonly className: string
  readonly args: Readonly<Record<string, unknown>>
  readonly #runtime: KerasRuntime
  readonly #seed: unknown
  readonly #init: Initializer

  constructor(runtime: KerasRuntime, className: string, args: Readonly<Record<string, unknown>>) {
    const make = MAKERS[className]
    if (make === undefined) throw new RangeError(`an initializer that is not known: ${className}`)
    this.#runtime = runtime
    this.className = className
    this.args = args
    const { seed = null, input_axes: _, output_axes: __, ...others } = args
    this.#seed = SEEDED.test(className) ? (seed ?? runtime.makeSeed()) : undefined
    const reader = new ArgReader(others)
    this.#init = make(runtime.words, reader, this.#seed === undefined ? {} : { seed: seedOf(this.#seed) })
    reader.done()
  }

  values(shape: readonly number[], axes?: UnitAxes): Float32Array {
    const { input_axes: input = null, output_axes: output = null } = this.args
    const own = Array.isArray(input) && Array.isArray(output) ? { input, output } : axes
    const fans = own && fansOf(shape, own)
    const request = createRequest({ path: this.className, shape, fans, backend: VALUES })
    return this.#init(request).toArray() as Float32Array
  }

  clone(): KerasInitializer {
    return new KerasInitializer(this.#runtime, this.className, this.args)
  }
}

function seedOf(seed: unknown): NonNullable<Parameters<(typeof MAKERS)[string]>[2]['seed']> {
  return seed as NonNullable<Parameters<(typeof MAKERS)[string]>[2]['seed']>
}

/** Fans as Keras counts those of axes: the axes alone, without a receptive field. */
function fansOf(shape: readonly number[], { input, output }: UnitAxes): Fans {
  const size = (axes: readonly number[]): number => product(axes.map((axis) => at(shape, axis)))
  return { fanIn: size(input), fanOut: size(output) }
}

/** An initializer of a configuration, which is made when a constructor gets it. */
export class Deferred {
  readonly init: WeightInit

  constructor(init: WeightInit) {
    this.init = init
  }
}

/** A function of Python's, which is called for each weight anew. */
export class CustomInitializer implements WeightInit {
  readonly #call: (shape: readonly number[]) => unknown

  constructor(call: (shape: readonly number[]) => unknown) {
    this.#call = call
  }

  values(shape: readonly number[]): Float32Array {
    const values = valuesOf(this.#call(shape))
    if (values.length === product(shape)) return values
    throw new RangeError(`expected an initializer to give ${product(shape)} values, got ${values.length}`)
  }

  clone(): CustomInitializer {
    return this
  }
}

/** The values of a tensor or an array as float32. */
export function valuesOf(value: unknown): Float32Array {
  if (isTensor(value)) return Float32Array.from((value as Tensor).clone().toArray() as Float32Array)
  if (value instanceof WeightTensor) return valuesOf(value.weight.values)
  if (value instanceof Float32Array) return value
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Float32Array.from(value as unknown as ArrayLike<number>)
  }
  throw new TypeError(`expected an initializer to give a tensor, got ${String(value)}`)
}

/** `initializers.get`: by name, configuration, object or function; what is made here takes its seed now. */
export function initializerOf(runtime: KerasRuntime, given: unknown): WeightInit | undefined {
  if (given === undefined || given === null) return undefined
  if (typeof given === 'string') return byName(runtime, given, {})
  if (isWeightInit(given)) return given
  if (given instanceof Deferred) return given.init.clone()
  const { class_name: name, config } = dictOf(given)
  if (typeof name === 'string') return byName(runtime, name, dictOf(config))
  if (isTensor(given)) return new CustomInitializer(() => given)
  throw new TypeError(`an initializer that is not understood: ${String(given)}`)
}

export function isWeightInit(value: unknown): value is WeightInit {
  return value instanceof KerasInitializer || value instanceof CustomInitializer
}

function byName(runtime: KerasRuntime, name: string, config: Readonly<Record<string, unknown>>): WeightInit {
  const className = classNameOf(name)
  return new KerasInitializer(runtime, className, argumentsOf(className, [], config))
}

/** The class of a name: `HeNormal`, `he_normal`, or one of the short names. */
export function classNameOf(name: string): string {
  const camel = name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
  const found = ALIASES[name] ?? ALIASES[camel] ?? camel
  if (Object.hasOwn(CLASSES, found)) return found
  throw new RangeError(`an initializer that is not known: ${name}`)
}

/** A dict of Python's as an object. */
function dictOf(value: unknown): Record<string, unknown> {
  if (value instanceof Map) return Object.fromEntries(value)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The initializer that has to be there. */
export function requiredInit(init: WeightInit | undefined, name: string): WeightInit {
  return present(init, name)
}
