import type { Operation } from './operation.ts'
import type { Weight } from './weight.ts'

/** Lengths of axes; null for one that is not known, as that of the batch. */
export type Shape = readonly (number | null)[]

/** One call of an operation. */
export interface Node {
  readonly operation: Operation
  readonly call: {
    readonly positional: readonly unknown[]
    readonly keywords: Readonly<Record<string, unknown>>
  }
  readonly inputs: readonly KerasTensor[]
  outputs: readonly KerasTensor[]
}

/** A value of which the shape is known, and the call that it came out of; none of what is no part of a graph. */
export class KerasTensor {
  readonly shape: Shape
  readonly node: Node | undefined
  readonly dtype: string

  constructor(shape: Shape, node?: Node, dtype = 'float32') {
    this.shape = shape
    this.node = node
    this.dtype = dtype
  }
}

/** A weight as a program sees it: its shape counts, and it can be assigned to. */
export class WeightTensor extends KerasTensor {
  readonly weight: Weight

  constructor(weight: Weight) {
    super(weight.shape, undefined, weight.dtype)
    this.weight = weight
  }
}

export function isKerasTensor(value: unknown): value is KerasTensor {
  return value instanceof KerasTensor
}

/** All tensors in lists, in dicts by their sorted keys, and alone, in order. */
export function tensorsIn(value: unknown): KerasTensor[] {
  if (isKerasTensor(value)) return [value]
  if (Array.isArray(value)) return value.flatMap(tensorsIn)
  if (value instanceof Map) {
    return [...value]
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
      .flatMap(([, each]) => tensorsIn(each))
  }
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.values(value).flatMap(tensorsIn)
  }
  return []
}

/** The same structure with each tensor replaced. */
export function mapTensors(value: unknown, fn: (tensor: KerasTensor) => unknown): unknown {
  if (isKerasTensor(value)) return fn(value)
  if (Array.isArray(value)) return value.map((each) => mapTensors(each, fn))
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, mapTensors(each, fn)]))
  return value
}

/** A length that has to be known. */
export function known(length: number | null | undefined, what: string): number {
  if (typeof length === 'number') return length
  throw new RangeError(`expected ${what} to be known, got None`)
}

/** A length of an axis that may be counted from the end. */
export function lengthAt(shape: Shape, axis: number, what: string): number {
  return known(shape.at(axis), `axis ${axis} of ${what}`)
}
