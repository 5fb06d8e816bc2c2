import type { Backend, Kernels } from '../backend/kernels.ts'
import type { KnownGradient } from '../ops/gradients.ts'
import type { Interceptor } from '../recording/intercept.ts'
import type { Differentiable } from '../recording/with-gradient.ts'
import type { Tensor } from '../tensor/tensor.ts'

/**
 * What `intercept` leaves with a backend: the kernels that it was created with, those that compute now, and what operations do
 * meanwhile, so that programs without gradients hold none of it.
 */
export interface Interception {
  readonly origin: Kernels
  present: Interceptor
  /** Runs a function with the kernels below those that record. */
  unrecorded<T>(run: () => T): T
  /** The result of a computation of which nothing is recorded, with its gradient told. */
  note(computation: Differentiable): Tensor
  /** The same of an operation of one tensor, and numbers, whose gradient is known. */
  noteKnown(name: KnownGradient, x: Tensor, compute: () => Tensor, numbers: readonly number[]): Tensor
  /** Throws of operands of two backends. */
  refuse(where: string, backends: readonly Backend[]): never
}

/** Where a backend has its interception: the same place in all copies of this package. */
export const KEY: unique symbol = /* @__PURE__ */ Symbol.for('@nn/tensor/kernels')

/** The interception of a backend, if there ever was one. */
export function interceptionOf(backend: Backend): Interception | undefined {
  return Reflect.get(backend, KEY)
}

/** The interception of a backend while others compute in the place of its own kernels. */
export function interceptionNow(backend: Backend): Interception | undefined {
  const interception = interceptionOf(backend)
  return interception?.present === interception?.origin ? undefined : interception
}

/** Runs a function of which nothing is recorded. */
export function unrecorded<T>(backend: Backend, run: () => T): T {
  const interception = interceptionNow(backend)
  return interception === undefined ? run() : interception.unrecorded(run)
}

/** `withGradient` of what needs no checks. */
export function recorded(computation: Differentiable): Tensor {
  const { inputs, compute } = computation
  const interception = inputs[0] && interceptionNow(inputs[0].backend)
  return interception === undefined ? compute() : interception.note(computation)
}

/** The result of an operation of one tensor, and numbers, whose gradient is known. */
export function known(
  name: KnownGradient,
  x: Tensor,
  compute: () => Tensor,
  ...numbers: readonly number[]
): Tensor {
  const interception = interceptionNow(x.backend)
  return interception === undefined ? compute() : interception.noteKnown(name, x, compute, numbers)
}
