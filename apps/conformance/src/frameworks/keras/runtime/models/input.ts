import { Layer } from '../core/layer.ts'
import type { Call, Shapes } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { KerasTensor, type Node, type Shape } from '../core/tensor.ts'

/** The beginning of a graph. */
export class InputLayer extends Layer {
  readonly output: KerasTensor

  constructor(
    runtime: KerasRuntime,
    shape: Shape,
    args: { readonly name?: unknown; readonly dtype?: unknown } = {},
  ) {
    super(runtime, 'InputLayer', args)
    const dtype = typeof args.dtype === 'string' ? args.dtype : 'float32'
    const node: Node = { operation: this, call: { positional: [], keywords: {} }, inputs: [], outputs: [] }
    this.output = new KerasTensor(shape, node, dtype)
    node.outputs = [this.output]
    this.built = true
  }

  outputShape(_: readonly Shape[], __: Call): Shapes {
    return this.output.shape
  }
}
