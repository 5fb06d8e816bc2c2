import { PyObject, tuple } from '../../../python/objects.ts'
import { call } from '../../../python/values.ts'
import { Layer, type LayerArguments } from '../runtime/core/layer.ts'
import type { Call } from '../runtime/core/operation.ts'
import type { Shape } from '../runtime/core/tensor.ts'
import type { Binding } from './binding.ts'

/** A layer or a model whose class a program defines: its `build` and its `call` are Python's. */
export class PythonLayer extends Layer {
  readonly #binding: Binding
  readonly #self: PyObject
  readonly #found = new Set<Layer>()

  constructor(binding: Binding, self: PyObject, args: LayerArguments) {
    super(binding.runtime, self.type.name, args)
    this.#binding = binding
    this.#self = self
  }

  /** Notes the layers among the attributes, in the order in which they came. */
  track(): void {
    for (const value of this.#self.attributes.values()) this.#trackIn(value)
  }

  #trackIn(value: unknown): void {
    if (Array.isArray(value)) for (const each of value) this.#trackIn(each)
    else if (value instanceof Map) for (const each of value.values()) this.#trackIn(each)
    else if (value instanceof PyObject && value.held instanceof Layer && value.held !== this)
      this.#found.add(value.held)
  }

  override get sublayers(): readonly Layer[] {
    this.track()
    return [...this.#found]
  }

  /** Without a `build` of its own it does nothing: what is within is built when it is called. */
  override build(shapes: readonly Shape[]): void {
    const build = this.#self.type.find('build')
    if (build === this.#binding.classOf('layer').attributes.get('build')) return
    // So that `super().build(shape)` within does nothing.
    this.built = true
    call(build, [this.#self, ...shapes.map((shape) => tuple(shape))], {})
  }

  /** As a cell of an `RNN`: the lengths of its states. */
  get states(): readonly number[] {
    const size = this.#self.attributes.get('state_size')
    if (typeof size === 'number') return [size]
    if (Array.isArray(size)) return size
    throw new Error(`${this.name}: expected shapes of results from a run`)
  }

  outputShape([[batch = null] = []]: readonly Shape[]): Shape {
    const size = this.#self.attributes.get('output_size')
    return [batch, typeof size === 'number' ? size : (this.states[0] ?? null)]
  }

  override compute({ positional, keywords }: Call): unknown {
    const binding = this.#binding
    const run = this.#self.type.find('call')
    if (run === undefined) throw new TypeError(`${this.className}: expected a method call`)
    const named = Object.fromEntries(
      Object.entries(keywords).map(([name, value]) => [name, binding.wrap(value)]),
    )
    return binding.shaped(call(run, [this.#self, ...positional.map((each) => binding.wrap(each))], named))
  }
}

/** A layer that a function of a program is. */
export class LambdaLayer extends Layer {
  readonly #binding: Binding

  constructor(binding: Binding, args: LayerArguments) {
    super(binding.runtime, 'Lambda', args)
    this.#binding = binding
  }

  outputShape(): Shape {
    throw new Error(`${this.name}: expected shapes of results from a run`)
  }

  override compute({ positional }: Call): unknown {
    const given = positional.map((each) => this.#binding.wrap(each))
    return this.#binding.shaped(call(this.args.function, given, {}))
  }
}
