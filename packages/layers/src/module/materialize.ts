import type { Backend } from '@nn/tensor'
import { isModule, type ParameterOrBuffer } from '../tree/nodes.ts'
import { isKnown } from '../tree/shape.ts'
import type { Module } from './module.ts'

/** A parameter or buffer, which a layer may be without, and its shape. */
type Shaped = readonly [of: ParameterOrBuffer | undefined, shape: readonly number[]]

/** Prepares the values of a module's own parameters and buffers whose shapes are known. */
export function materializeKnown(module: Module, backend: Backend): void {
  const shapes = module
    .fields()
    .flatMap(([, field]): Shaped[] =>
      !isModule(field) && isKnown(field.shape) ? [[field, field.shape]] : [],
    )
  materializeShapes(shapes, backend)
}

/** Prepares the values of parameters and buffers of these shapes, all or none; those that have some keep them. */
export function materializeShapes(shapes: readonly Shaped[], backend: Backend): void {
  const pending = shapes.map(([node, shape]) => node?.resume(shape, backend))
  for (const values of pending) values?.commit()
}
