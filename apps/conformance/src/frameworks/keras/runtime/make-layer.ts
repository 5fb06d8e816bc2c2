import { type Layer, layerClass } from './core/layer.ts'
import type { KerasRuntime } from './core/runtime.ts'
import { argumentsOf } from './core/signatures.ts'
import { LAYERS } from './layers/index.ts'

/** Calls a class of `keras.layers`. */
export function makeLayer(
  runtime: KerasRuntime,
  name: string,
  positional: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
): Layer {
  const className = layerClass(name)
  const LayerType = LAYERS[className]
  if (LayerType === undefined) throw new RangeError(`a layer that is not known: ${name}`)
  return new LayerType(runtime, className, argumentsOf(className, positional, keywords))
}
