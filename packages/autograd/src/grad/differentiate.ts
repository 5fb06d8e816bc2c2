import { atOnce, message } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { record } from '../recording/record.ts'
import type { Tape } from '../tape/tape.ts'
import { backendOf, checkValue } from './trained.ts'

/** How gradients are worked out. */
export interface GradOptions {
  /** Whether the gradient by what the value does not depend on is 0; else it is an error. Default false. */
  readonly allowUnused?: boolean | undefined
}

/** The value of a function, and its gradients by name. */
export interface Differentiated {
  readonly value: Tensor
  readonly gradients: Map<string, Tensor>
}

/** Runs a function while a tape records, and goes back through it. */
export function differentiate(
  where: string,
  by: ReadonlyMap<string, Tensor>,
  fn: (tape: Tape) => Tensor,
  { allowUnused = false }: GradOptions,
): Differentiated {
  const backend = backendOf(where, by)
  const { result, tape } = record(backend, (tape) => {
    const places = [...by].map(([name, x]) => ({ name, x, place: tape.watch(x) }))
    return { value: atOnce(where, 'the function to return a tensor of one number', fn(tape)), places }
  })
  const value = checkValue(where, result.value, backend)
  tape.backward(value)
  const gradients = new Map<string, Tensor>()
  for (const { name, x, place } of result.places) {
    const gradient = tape.gradient(place)
    if (gradient === undefined && !allowUnused) {
      const cure = 'freeze it, or pass { allowUnused: true } for a gradient of 0'
      throw new RangeError(message(where, `a value that depends on ${name}`, 'one that does not', cure))
    }
    gradients.set(name, gradient ?? backend.zeros(x.shape, { dtype: x.dtype }))
  }
  return { value, gradients }
}
