import type { Tensor } from '@nn/tensor'
import type { FusedKind } from './fused-kind.ts'

/** One layer in one direction over all steps. */
export interface Pass {
  readonly kind: FusedKind
  readonly isReverse: boolean
  /** `[steps, n, gates · units]`: W_ih·x + b_ih. */
  readonly inputs: Tensor
  /** W_hh */
  readonly weight: Tensor
  /** The state at the start. */
  readonly hidden: Tensor
  readonly cell: Tensor | undefined
  /** b_hh */
  readonly bias: Tensor | undefined
}
