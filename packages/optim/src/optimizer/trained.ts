import { isPlain, wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'

/** A parameter, as `@nn/layers` has it. */
export interface Trainable {
  readonly isFrozen: boolean
  readonly data: Tensor
  /** What it is to its layer, such as `weight` or `bias`. */
  readonly role?: string | undefined
}

/** What has parameters, as a module of `@nn/layers`: by path, a shared one once. */
export interface HasParameters {
  parameters(): ReadonlyMap<string, Trainable>
}

/** What is trained: a network, or parameters and tensors by name. */
export type Trained =
  | HasParameters
  | ReadonlyMap<string, Trainable | Tensor>
  | Readonly<Record<string, Trainable | Tensor>>

/** Parameters and tensors by name, as they are now. @throws TypeError unless there are such */
export function trainedBy(where: string, trained: Trained): ReadonlyMap<string, Trainable | Tensor> {
  const { parameters }: { readonly parameters?: unknown } = Object(trained)
  const found: unknown =
    typeof parameters === 'function'
      ? Reflect.apply(parameters, trained, [])
      : isPlain(trained)
        ? new Map(Object.entries(trained))
        : trained
  if (!(found instanceof Map)) throw wrongKind(where, 'a network, or parameters or tensors by name', trained)
  for (const [name, of] of found) {
    if (typeof name === 'string' && (isTensor(of) || typeof of?.isFrozen === 'boolean')) continue
    throw wrongKind(where, `a parameter or a tensor as ${String(name)}`, of)
  }
  return found
}

/** Whether a parameter stays as it is; tensors never do. */
export function isFrozen(of: Trainable | Tensor): boolean {
  return !isTensor(of) && of.isFrozen
}

/** The tensor that holds the values. */
export function tensorOf(of: Trainable | Tensor): Tensor {
  return isTensor(of) ? of : of.data
}
