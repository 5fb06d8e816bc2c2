import { Layer } from '../core/layer.ts'
import type { Call } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { isKerasTensor, type KerasTensor, type Shape } from '../core/tensor.ts'
import { Functional } from './functional.ts'
import { InputLayer } from './input.ts'

/** Layers one after the other; built when the shape of the input is known. */
export class Sequential extends Layer {
  readonly #layers: Layer[] = []
  #inputs: InputLayer | undefined
  #functional: Functional | undefined

  constructor(runtime: KerasRuntime, args: Readonly<Record<string, unknown>>, className = 'Sequential') {
    super(runtime, className, args)
    const { layers } = args
    if (!Array.isArray(layers)) return
    for (const layer of layers) this.#append(layer)
    if (layers.length > 0) this.#rebuild()
  }

  get layers(): readonly Layer[] {
    return this.#layers
  }

  override get sublayers(): readonly Layer[] {
    return this.#layers
  }

  add(layer: unknown): void {
    this.#append(layer)
    this.#rebuild()
  }

  pop(): Layer | undefined {
    const last = this.#layers.pop()
    this.built = false
    this.#functional = undefined
    return last
  }

  /** The shape of the input, where it is known. */
  get inputShape(): Shape | undefined {
    return this.#functional?.inputShape
  }

  #append(layer: unknown): void {
    const operation = isKerasTensor(layer) ? layer.node?.operation : layer
    if (!(operation instanceof Layer)) {
      throw new TypeError(`${this.name}: expected layers, got ${String(layer)}`)
    }
    const shape = inputShapeOf(operation)
    if (this.#layers.length === 0 && this.#inputs === undefined && shape !== undefined) {
      this.#inputs = new InputLayer(this.runtime, shape)
    }
    if (operation instanceof InputLayer) this.#inputs = operation
    else this.#layers.push(operation)
    this.built = false
  }

  #rebuild(): void {
    this.built = false
    this.#functional = undefined
    const [first, ...others] = this.#layers
    if (this.#inputs !== undefined && first !== undefined) this.buildFor(this.#inputs.output.shape)
    else if (others.length > 0 && (first instanceof Functional || first instanceof Sequential)) {
      if (first.inputShape !== undefined) this.buildFor(first.inputShape)
    }
  }

  override build([shape = []]: readonly Shape[]): void {
    this.#inputs ??= new InputLayer(this.runtime, shape)
    let x: unknown = this.#inputs.output
    for (const layer of this.#layers) x = layer.run({ positional: [x], keywords: {} })
    const graph = { inputs: this.#inputs.output, outputs: x }
    this.#functional = new Functional(this.runtime, 'Functional', graph)
  }

  outputShape(): Shape {
    throw new Error(`${this.name}: expected shapes of results from a run`)
  }

  override compute(call: Call): unknown {
    if (this.#functional === undefined) throw new Error(`${this.name}: expected a model that is built`)
    return this.#functional.compute(call)
  }

  /** The inputs of the graph, and its result. */
  get ends(): { readonly inputs: readonly KerasTensor[]; readonly outputs: unknown } {
    return { inputs: this.#functional?.inputs ?? [], outputs: this.#functional?.outputs }
  }
}

/** `input_shape` or `input_dim` of a layer's arguments. */
function inputShapeOf({ args }: Layer): Shape | undefined {
  const { input_shape: shape, input_dim: length, batch_input_shape: whole } = args
  if (Array.isArray(whole)) return whole
  if (Array.isArray(shape)) return [null, ...shape]
  return typeof length === 'number' ? [null, length] : undefined
}
