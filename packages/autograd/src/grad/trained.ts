import { isPlain, message, show, showShape, wrongKind } from '@nn/check'
import { type Backend, isTensor, type Tensor } from '@nn/tensor'
import { isWhole, overlapping } from '../tape/layout.ts'

/** A parameter, as `@nn/layers` has it. */
export interface Trainable {
  readonly isFrozen: boolean
  readonly isReady: boolean
  readonly data: Tensor
}

/** What has parameters, as a module of `@nn/layers`: by path, a shared one once. */
export interface HasParameters {
  parameters(): ReadonlyMap<string, Trainable>
}

/** What gradients are asked for by: a network, or parameters and tensors by name. */
export type By =
  | HasParameters
  | ReadonlyMap<string, Trainable | Tensor>
  | Readonly<Record<string, Trainable | Tensor>>

/** The tensors that gradients are asked for by, by name; frozen parameters are not. */
export function trainedOf(where: string, by: By): Map<string, Tensor> {
  const trained = new Map<string, Tensor>()
  for (const [name, of] of entriesOf(where, by)) {
    if (isTensor(of)) {
      trained.set(name, of)
      continue
    }
    if (typeof of?.isFrozen !== 'boolean') throw wrongKind(where, `a parameter or a tensor as ${name}`, of)
    if (of.isFrozen) continue
    if (!of.isReady) {
      const cure = 'initialize the network, and run forward once if its shapes come with the first input'
      throw new RangeError(message(where, `values of ${name}`, 'a parameter without', cure))
    }
    trained.set(name, of.data)
  }
  for (const [name, x] of trained) checkVariable(where, name, x)
  return trained
}

function entriesOf(where: string, by: By): Iterable<[string, Trainable | Tensor]> {
  const { parameters }: { readonly parameters?: unknown } = Object(by)
  if (typeof parameters === 'function') return Reflect.apply(parameters, by, [])
  if (by instanceof Map) return by
  if (isPlain(by)) return Object.entries(by)
  throw wrongKind(where, 'a network, or parameters or tensors by name', by)
}

/** The backend of all tensors. @throws RangeError if there are none, TypeError if they are on several. */
export function backendOf(where: string, tensors: ReadonlyMap<string, Tensor>): Backend {
  const [first] = tensors
  if (first === undefined) {
    const cure = 'unfreeze one, or pass tensors by name'
    throw new RangeError(message(where, 'a parameter that is not frozen', 'none', cure))
  }
  const [name, { backend }] = first
  for (const [other, x] of tensors) {
    if (x.backend === backend) continue
    const got = `${name} on ${backend.name} and ${other} on ${x.backend.name}`
    throw new TypeError(message(where, 'parameters on one backend', got, 'make all on the same'))
  }
  return backend
}

/** Throws unless a tensor can have a gradient: of floats, with a place for each element. */
export function checkVariable(where: string, name: string, x: Tensor): void {
  if (x.dtype !== 'float32' && x.dtype !== 'float64') {
    throw new TypeError(message(where, `floats in ${name}`, x.dtype, 'freeze it, or cast it first'))
  }
  if (isWhole(x, x.data.length) || overlapping(x) === undefined) return
  const got = `a view of shape ${showShape(x.shape)} that repeats some`
  throw new RangeError(message(where, `a place for each element of ${name}`, got, 'pass its clone()'))
}

/** Returns the value of a function; throws unless it is a tensor of one number, computed by the backend. */
export function checkValue(where: string, value: unknown, backend: Backend): Tensor {
  const expected = 'a tensor of one number'
  if (!isTensor(value)) throw wrongKind(where, `the function to return ${expected}`, value)
  if (value.size !== 1) {
    const cure = 'reduce it, as in loss.mean()'
    throw new RangeError(message(where, `the function to return ${expected}`, showShape(value.shape), cure))
  }
  if (value.dtype !== 'float32' && value.dtype !== 'float64') {
    throw new TypeError(message(where, `the function to return ${expected}`, show(value.dtype)))
  }
  if (value.backend === backend) return value
  const got = `one of another backend, ${value.backend.name}`
  throw new TypeError(
    message(where, `the function to return a value of ${backend.name}`, got, 'compute it there'),
  )
}
