import type { KerasRuntime } from './runtime.ts'
import { KerasTensor, mapTensors, type Node, type Shape, tensorsIn } from './tensor.ts'

/** What a call of Python's passes. */
export interface Call {
  readonly positional: readonly unknown[]
  readonly keywords: Readonly<Record<string, unknown>>
}

/** The shape of a result, or of each of several. */
export type Shapes = Shape | readonly Shape[]

/** A step of a graph: a layer, or an operation of `keras.ops`. */
export abstract class Operation {
  readonly runtime: KerasRuntime
  readonly name: string
  #lastNode: Node | undefined

  constructor(runtime: KerasRuntime, name: string) {
    this.runtime = runtime
    this.name = name
  }

  /** The last call that is part of a graph. */
  get lastNode(): Node {
    if (this.#lastNode === undefined) throw new Error(`${this.name}: expected a call in a graph`)
    return this.#lastNode
  }

  /** The result, as tensors outside any graph, of inputs outside any graph. */
  abstract compute(call: Call): unknown

  /** The result; where an input is part of a graph, a node of it. */
  run(call: Call): unknown {
    const inputs = [...call.positional, ...Object.values(call.keywords)].flatMap(tensorsIn)
    const bare = (value: unknown): unknown =>
      mapTensors(value, ({ shape, dtype }) => new KerasTensor(shape, undefined, dtype))
    const computed = this.compute({
      positional: call.positional.map(bare),
      keywords: Object.fromEntries(Object.entries(call.keywords).map(([name, value]) => [name, bare(value)])),
    })
    if (!inputs.some(({ node }) => node !== undefined)) return computed
    const node: Node = { operation: this, call, inputs, outputs: [] }
    this.#lastNode = node
    const result = mapTensors(computed, ({ shape, dtype }) => new KerasTensor(shape, node, dtype))
    node.outputs = tensorsIn(result)
    return result
  }
}

/** Tensors of shapes. */
export function tensorsOf(shapes: Shapes): KerasTensor | KerasTensor[] {
  const isMany = (given: Shapes): given is readonly Shape[] => given.length > 0 && given.every(Array.isArray)
  return isMany(shapes) ? shapes.map((shape) => new KerasTensor(shape)) : new KerasTensor(shapes)
}
