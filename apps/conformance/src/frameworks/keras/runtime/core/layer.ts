import { Deferred, initializerOf, requiredInit, type UnitAxes, type WeightInit } from './initializer.ts'
import { type Call, Operation, type Shapes, tensorsOf } from './operation.ts'
import type { KerasRuntime } from './runtime.ts'
import { ALIASES } from './signatures.ts'
import { known, type Shape, tensorsIn } from './tensor.ts'
import type { Weight } from './weight.ts'

/** The arguments of a layer's constructor by name, defaults among them. */
export type LayerArguments = Readonly<Record<string, unknown>>

/** How a weight is added. */
interface WeightOptions {
  readonly trainable?: boolean
  readonly axes?: UnitAxes | undefined
}

/** A layer: it takes seeds when it is made, and makes its weights at its first call. */
export abstract class Layer extends Operation {
  readonly className: string
  readonly args: LayerArguments
  built = false
  parentPath: string | undefined
  /** Those that are asked for in the constructor's `…_initializer` arguments, which are got in the order of the signature. */
  readonly inits: Readonly<Record<string, WeightInit | undefined>>
  readonly #trainable: Weight[] = []
  readonly #others: Weight[] = []
  #trains: boolean

  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    const { name = null, dtype = null, trainable = true } = args
    super(runtime, typeof name === 'string' ? name : runtime.autoName(className))
    checkDtype(className, dtype)
    this.className = className
    this.args = args
    this.#trains = trainable !== false
    this.beforeInits()
    const names = this.takesInits ? Object.keys(args).filter((each) => each.endsWith('_initializer')) : []
    this.inits = Object.fromEntries(names.map((each) => [each, initializerOf(runtime, args[each])]))
  }

  /** What the constructor does before it gets its initializers. */
  beforeInits(): void {}

  /** Whether the arguments that are initializers are this layer's own, not those of a layer within. */
  get takesInits(): boolean {
    return true
  }

  /** The arguments of the configuration. */
  get configArgs(): LayerArguments {
    return this.args
  }

  /** The initializers of the configuration. */
  get configInits(): Readonly<Record<string, WeightInit | undefined>> {
    return this.inits
  }

  /** The layers within, in the order in which they were made attributes. */
  get sublayers(): readonly Layer[] {
    return []
  }

  /** Makes the weights for the shapes of the inputs. */
  build(_shapes: readonly Shape[], _call: Call): void {}

  /** The shapes of the results. */
  abstract outputShape(shapes: readonly Shape[], call: Call): Shapes

  compute(call: Call): unknown {
    return tensorsOf(this.outputShape(inputShapes(call), call))
  }

  override run(call: Call): unknown {
    this.buildOnce(call)
    return this.runtime.within(this, () => super.run(call))
  }

  /** Builds the layer at its first use. */
  buildOnce(call: Call): void {
    if (this.built) return
    this.runtime.within(this, () => this.build(inputShapes(call), call))
    this.built = true
  }

  /** `layer.build(shape)`. */
  buildFor(shape: Shape): void {
    if (this.built) return
    this.runtime.within(this, () => this.build([shape], { positional: [], keywords: {} }))
    this.built = true
  }

  /** The initializer of an argument. */
  init(name: string): WeightInit {
    return requiredInit(this.inits[name], name)
  }

  addWeight(
    name: string,
    shape: Shape,
    init: WeightInit,
    { trainable = true, axes }: WeightOptions = {},
  ): Weight {
    const lengths = shape.map((length) => known(length, `the shape of ${this.name}/${name}`))
    const path = this.runtime.pathOf(this, name)
    const values = init.values(lengths, axes)
    const list = trainable ? this.#trainable : this.#others
    const weight: Weight = {
      path,
      shape: lengths,
      dtype: 'float32',
      values,
      trainable: trainable && this.#trains,
    }
    list.push(weight)
    return weight
  }

  /** Adds a counter, which starts at 0 and is not trained. */
  addCounter(name: string): void {
    const path = this.runtime.pathOf(this, name)
    // An integer of Python is one of 64 bits on TensorFlow alone.
    const isWide = this.runtime.backend.name === 'tensorflow'
    const dtype = isWide ? 'int64' : 'int32'
    const values = isWide ? new BigInt64Array(1) : new Int32Array(1)
    this.#others.push({ path, shape: [], dtype, values, trainable: false })
  }

  /** A weight of a layer within that is an attribute of this one, too. */
  adoptWeight(weight: Weight): void {
    this.#trainable.push(weight)
  }

  /** `layer.weights`: its own, trainable ones first, and those of the layers within. */
  get weights(): readonly Weight[] {
    const own = [...this.#trainable, ...this.#others]
    return [...new Set([...own, ...this.sublayers.flatMap(({ weights }) => weights)])]
  }

  get trainable(): boolean {
    return this.#trains
  }

  set trainable(trains: boolean) {
    this.#trains = trains
    for (const weight of this.#trainable) weight.trainable = trains
    for (const layer of this.sublayers) layer.trainable = trains
  }

  number(name: string): number {
    const value = this.args[name]
    if (typeof value === 'number') return value
    throw new TypeError(`${this.name}: expected ${name} to be a number, got ${String(value)}`)
  }

  flag(name: string): boolean {
    return this.args[name] === true
  }

  get channelsFirst(): boolean {
    return this.args.data_format === 'channels_first'
  }

  /** One number for each of several axes. */
  perAxis(name: string, rank: number): readonly number[] {
    const value = this.args[name]
    if (typeof value === 'number') return new Array<number>(rank).fill(value)
    if (Array.isArray(value) && value.length === rank && value.every((each) => typeof each === 'number'))
      return value
    throw new TypeError(`${this.name}: expected ${name} to be ${rank} numbers, got ${String(value)}`)
  }
}

function checkDtype(className: string, dtype: unknown): void {
  const isFloat32 = dtype === null || dtype === undefined || dtype === 'float32'
  if (isFloat32 || (typeof dtype === 'string' && dtype.startsWith('mixed_'))) return
  if (className === 'InputLayer') return
  throw new RangeError(`${className}: expected the dtype float32, got ${String(dtype)}`)
}

/** The shapes of all inputs of a call. */
function inputShapes({ positional, keywords }: Call): readonly Shape[] {
  return [...positional, ...Object.values(keywords)].flatMap(tensorsIn).map(({ shape }) => shape)
}

/** The class of a name, which may be another one for it. */
export function layerClass(name: string): string {
  return ALIASES[name] ?? name
}

/** A class of layers. */
export type LayerClass = new (runtime: KerasRuntime, className: string, args: LayerArguments) => Layer

/** A layer once more, as `from_config(get_config())` makes it: initializers without a seed of their own take new ones. */
export function cloneLayer<L extends Layer>(layer: L, changes: LayerArguments = {}): L {
  const inits = Object.entries(layer.configInits).map(([name, init]) => [name, init && new Deferred(init)])
  const args = { ...layer.configArgs, name: layer.name, ...Object.fromEntries(inits), ...changes }
  const cloned = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, clonedValue(value)]))
  return new (layer.constructor as LayerClass)(layer.runtime, layer.className, cloned) as L
}

function clonedValue(value: unknown): unknown {
  if (value instanceof Layer) return cloneLayer(value)
  return Array.isArray(value) ? value.map(clonedValue) : value
}
