import type { GoldenTensor } from '../forward/tensor.ts'
import type { Arguments, ExpectedState, Training } from './training-case.ts'

/** Full batches. */
interface Steps extends Omit<Training, 'groups'> {
  readonly steps: number
  /** Parameters that end with the bits they began with. */
  readonly unchanged?: readonly string[]
}

/** Units that stay equal, bit for bit, after every step. */
export interface EqualCase extends Steps {
  readonly kind: 'equal_units'
  readonly equal_rows: readonly string[]
  readonly equal_columns: readonly string[]
  /** The units that are equal among themselves; left out, all are. */
  readonly groups?: readonly (readonly number[])[]
  /** One weight with another last bit: the place by its parameter, and the bits. */
  readonly broken_by_one_ulp?: {
    readonly change: { readonly to_f32_base64: string } & Readonly<Record<string, readonly number[] | string>>
    readonly rows_equal_after: boolean
  }
}

/** Parameters that stay as they are. */
export interface FrozenCase extends Steps {
  readonly kind: 'frozen'
}

/** Hidden units in another order. */
export interface PermutedCase extends Steps {
  readonly kind: 'permuted'
  readonly permutation: readonly number[]
}

/** A layer that is used twice, and two separate ones. */
export interface SharedCase {
  readonly id: string
  readonly kind: 'shared'
  readonly start: { readonly weight: GoldenTensor; readonly bias: GoldenTensor }
  readonly data: { readonly x: GoldenTensor; readonly cotangent: GoldenTensor }
  readonly first: Readonly<Record<string, GoldenTensor>>
  readonly second: Readonly<Record<string, GoldenTensor>>
  readonly shared: Readonly<Record<string, GoldenTensor>>
  readonly tolerance_abs: Readonly<Record<string, number>>
}

/** Steps with a gradient, with zeros, and without one. */
export interface NoneOrZerosCase {
  readonly id: string
  readonly kind: 'none_or_zeros'
  readonly optimizer: { readonly name: string; readonly args?: Arguments }
  readonly param: GoldenTensor
  readonly gradient: GoldenTensor
  readonly track: readonly {
    readonly gradient: 'gradient' | 'zeros' | 'none'
    readonly moves: boolean
    readonly param: ExpectedState
  }[]
}

export type SymmetryCase = EqualCase | FrozenCase | PermutedCase | SharedCase | NoneOrZerosCase
