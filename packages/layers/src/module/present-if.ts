import { zeros } from '@nn/init/layer'
import { Parameter } from './parameter.ts'
import type { ParameterSpec } from './parameter-spec.ts'
import { StateBuffer, type StateBufferSpec } from './state-buffer.ts'

/**
 * The type of a parameter or buffer that a layer has or has not, by the type of the flag that says so. If the compiler does not know
 * the flag, it may be undefined; of a layer that `instanceof` has found, it is taken for there.
 *
 * In tuples, `any`, the flag of what `instanceof` finds, takes the first branch instead of all.
 */
export type PresentIf<Has extends boolean, T> = [Has] extends [true]
  ? T
  : [Has] extends [false]
    ? undefined
    : T | undefined

/** The type of `a && b`. */
export type Both<A extends boolean, B extends boolean> = [A, B] extends [true, true]
  ? true
  : [A] extends [false]
    ? false
    : [B] extends [false]
      ? false
      : boolean

/** A parameter, if the layer is to have it. */
export function parameterIf<Has extends boolean>(has: Has, spec: ParameterSpec): PresentIf<Has, Parameter> {
  return presentIf(has, () => new Parameter(spec))
}

const ZEROS = /* @__PURE__ */ zeros()

/** A bias that starts as zeros, if the layer is to have it. */
export function biasIf<Has extends boolean>(
  has: Has,
  spec: Omit<ParameterSpec, 'role' | 'init'>,
): PresentIf<Has, Parameter> {
  return parameterIf(has, { ...spec, role: 'bias', init: ZEROS })
}

/** A buffer, if the layer is to have it. */
export function bufferIf<Has extends boolean>(has: Has, spec: StateBufferSpec): PresentIf<Has, StateBuffer> {
  return presentIf(has, () => new StateBuffer(spec))
}

function presentIf<Has extends boolean, T>(has: Has, make: () => T): PresentIf<Has, T> {
  return (has ? make() : undefined) as PresentIf<Has, T>
}
