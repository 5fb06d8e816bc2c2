import { Layer } from '../core/layer.ts'
import type { Call, Operation } from '../core/operation.ts'
import type { KerasRuntime } from '../core/runtime.ts'
import { KerasTensor, mapTensors, type Shape, tensorsIn } from '../core/tensor.ts'
import { nodesOf, operationsOf } from './graph.ts'

/** A model of what lies between inputs and outputs. */
export class Functional extends Layer {
  readonly inputs: readonly KerasTensor[]
  readonly outputs: unknown
  readonly operations: readonly Operation[]

  constructor(runtime: KerasRuntime, className: string, args: Readonly<Record<string, unknown>>) {
    super(runtime, className, args)
    this.inputs = tensorsIn(args.inputs)
    this.outputs = args.outputs
    this.operations = operationsOf(this.inputs, tensorsIn(args.outputs))
    this.built = true
    if (args.trainable === false) this.trainable = false
  }

  get layers(): readonly Layer[] {
    return this.operations.filter((operation): operation is Layer => operation instanceof Layer)
  }

  override get sublayers(): readonly Layer[] {
    return this.layers
  }

  /** The shape of the only input, as `Sequential` asks for it. */
  get inputShape(): Shape | undefined {
    const [input, ...others] = this.inputs
    return others.length === 0 ? input?.shape : undefined
  }

  outputShape(): Shape {
    throw new Error(`${this.name}: expected shapes of results from a run`)
  }

  /** The shapes that the graph gives for other lengths of the batch. */
  override compute({ positional, keywords }: Call): unknown {
    const given = [...positional, ...Object.values(keywords)].flatMap(tensorsIn)
    const values = new Map<KerasTensor, KerasTensor>()
    for (const [i, input] of this.inputs.entries()) values.set(input, given[i] ?? input)
    const known = (tensor: KerasTensor): KerasTensor => values.get(tensor) ?? bare(tensor)
    // Shapes of the graph hold but for the length of the batch, which no weight depends on.
    for (const node of nodesOf(this.inputs, tensorsIn(this.outputs))) {
      for (const output of node.outputs) if (!values.has(output)) values.set(output, bare(output))
    }
    return mapTensors(this.outputs, known)
  }
}

function bare({ shape, dtype }: KerasTensor): KerasTensor {
  return new KerasTensor(shape, undefined, dtype)
}
