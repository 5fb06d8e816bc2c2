// What packages of @nn check with, in a file of its own, so that a program holds it once, and what packages need that take tensors and
// make none: docs/decisions/0024-one-copy-of-checks.md.
export * from '@nn/check'
export { isTensor, markTensor } from './operands/is-tensor.ts'
export { ShapeError, shapeError } from './shape/shape-error.ts'
