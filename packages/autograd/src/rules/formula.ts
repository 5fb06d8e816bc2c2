import type { Tensor } from '@nn/tensor'
import { item } from '../tape/item.ts'

/**
 * The gradient by an operand, of its shape as the kernel saw it: computed from `g`, that by the result, from what it needs of operands
 * and result, and from the kernel's other arguments. It is made of operations of tensors, so that gradients of gradients follow.
 */
export interface Formula<Name extends string = string, Args = void> {
  readonly needs: readonly Name[]
  readonly vjp: (g: Tensor, kept: readonly Tensor[], args: Args) => Tensor
}

/** A formula for each operand by its name; null where the gradient is 0 everywhere. Besides operands, formulas may need the result, `out`. */
export type Rule<Operand extends string, Args = void> = Readonly<
  Record<Operand, Formula<Operand | 'out', Args> | null>
>

/** A formula that needs no values. */
export function linearly<Args = void>(vjp: (g: Tensor, args: Args) => Tensor): Formula<never, Args> {
  return { needs: [], vjp: (g, _, args) => vjp(g, args) }
}

/** A formula that needs one value. */
export function by<const Name extends string, Args = void>(
  need: Name,
  vjp: (g: Tensor, value: Tensor, args: Args) => Tensor,
): Formula<Name, Args> {
  return { needs: [need], vjp: (g, kept, args) => vjp(g, item(kept, 0), args) }
}

/** A formula that needs two values. */
export function byBoth<const Name extends string, Args = void>(
  needs: readonly [Name, Name],
  vjp: (g: Tensor, first: Tensor, second: Tensor, args: Args) => Tensor,
): Formula<Name, Args> {
  return { needs, vjp: (g, kept, args) => vjp(g, item(kept, 0), item(kept, 1), args) }
}

/** A formula that needs three values. */
export function byThree<const Name extends string>(
  needs: readonly [Name, Name, Name],
  vjp: (g: Tensor, first: Tensor, second: Tensor, third: Tensor) => Tensor,
): Formula<Name> {
  return { needs, vjp: (g, kept) => vjp(g, item(kept, 0), item(kept, 1), item(kept, 2)) }
}

/** g itself. */
export const same: Formula<never> = { needs: [], vjp: (g) => g }
