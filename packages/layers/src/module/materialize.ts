import { wrongKind } from '@nn/check'
import type { Backend } from '@nn/tensor'
import { isModule, isParameter, type ParameterOrBuffer } from '../tree/nodes.ts'
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

/** The pairs, if they are some. @throws TypeError if not */
export function checkShapes(where: string, shapes: readonly Shaped[]): readonly Shaped[] {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && typeof (pair[0] ?? RESUMES).resume === 'function' && Array.isArray(pair[1])
  // Spread, as `every` passes over the holes of an array.
  if (Array.isArray(shapes) && [...shapes].every(isPair)) return shapes
  throw wrongKind(where, 'shapes to be pairs of a parameter and its shape', shapes)
}

/** What stands for a parameter that a layer is without. */
const RESUMES = { resume: () => undefined }

/** Prepares the values of parameters and buffers of these shapes, all or none; those that have some keep them. */
export function materializeShapes(shapes: readonly Shaped[], backend: Backend): void {
  const known = new Map<unknown, readonly number[]>(shapes)
  const pending = shapes.map(([node, shape]) =>
    isParameter(node) ? node.resume(shape, backend, known.get(node.weight)) : node?.resume(shape, backend),
  )
  for (const values of pending) values?.commit()
}
