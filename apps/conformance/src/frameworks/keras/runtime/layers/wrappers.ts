import { KerasInitializer } from '../core/initializer.ts'
import { cloneLayer, Layer, type LayerArguments, type LayerClass } from '../core/layer.ts'
import type { Call, Shapes } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { stepOf } from '../core/shapes.ts'
import type { Shape } from '../core/tensor.ts'

function layerOf(args: LayerArguments): Layer {
  const { layer } = args
  if (layer instanceof Layer) return layer
  throw new TypeError(`expected a wrapper to get a layer, got ${String(layer)}`)
}

class TimeDistributed extends Layer {
  override get sublayers(): readonly Layer[] {
    return [layerOf(this.args)]
  }

  override build([shape = []]: readonly Shape[]): void {
    layerOf(this.args).buildFor(stepOf(shape))
  }

  outputShape([[batch = null, steps = null, ...step] = []]: readonly Shape[], call: Call): Shapes {
    const [first = null, ...rest] = layerOf(this.args).outputShape([[batch, ...step]], call) as Shape
    return [first, steps, ...rest]
  }
}

/** Two layers over the steps, both made anew from the one that is given. */
class Bidirectional extends Layer {
  readonly forward: Layer
  readonly backward: Layer

  constructor(runtime: KerasRuntime, className: string, args: LayerArguments) {
    super(runtime, className, args)
    const layer = layerOf(args)
    const bare = (prefix: string): string => layer.name.replace(new RegExp(`^${prefix}`), '')
    this.forward = cloneLayer(layer, { name: `forward_${bare('forward_')}` })
    const back = { name: `backward_${bare('backward_')}`, go_backwards: true }
    this.backward = args.backward_layer instanceof Layer ? args.backward_layer : cloneLayer(layer, back)
  }

  override get sublayers(): readonly Layer[] {
    return [this.forward, this.backward]
  }

  override build([shape = []]: readonly Shape[]): void {
    this.forward.buildFor(shape)
    this.backward.buildFor(shape)
  }

  outputShape(shapes: readonly Shape[], call: Call): Shapes {
    const one = this.forward.outputShape(shapes, call)
    const isMany = (given: Shapes): given is readonly Shape[] => given.every(Array.isArray)
    const [output = [], ...states] = isMany(one) ? one : [one]
    const { merge_mode: mode } = this.args
    const wide = [...output.slice(0, -1), Number(output.at(-1)) * (mode === 'concat' ? 2 : 1)]
    if (mode === null) return [output, output, ...states, ...states]
    return states.length === 0 ? wide : [wide, ...states, ...states]
  }
}

/** A layer whose kernel is divided by its largest singular value, which a vector approximates. */
class SpectralNormalization extends Layer {
  override get sublayers(): readonly Layer[] {
    return [layerOf(this.args)]
  }

  override build([shape = []]: readonly Shape[]): void {
    const layer = layerOf(this.args)
    layer.buildFor(shape)
    const kernel = layer.weights.find(({ path }) => /\/(kernel|embeddings)$/.test(path))
    if (kernel === undefined)
      throw new RangeError(`${this.name}: expected a layer with a kernel, got ${layer.name}`)
    this.adoptWeight(kernel)
    const init = new KerasInitializer(this.runtime, 'TruncatedNormal', { stddev: 0.02 })
    this.addWeight('vector_u', [1, kernel.shape.at(-1) ?? 0], init, { trainable: false })
  }

  outputShape(shapes: readonly Shape[], call: Call): Shapes {
    return layerOf(this.args).outputShape(shapes, call)
  }
}

export const WRAPPERS: Readonly<Record<string, LayerClass>> = {
  TimeDistributed,
  Bidirectional,
  SpectralNormalization,
}
