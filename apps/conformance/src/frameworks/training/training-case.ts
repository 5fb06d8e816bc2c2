import type { GoldenTensor } from '../forward/tensor.ts'
import type { ExpectedTensor } from '../gradients/gradient-case.ts'
import type { Part } from './network.ts'
import type { SymmetryCase } from './symmetry-case.ts'

/** Arguments by their names in Python. */
export type Arguments = Readonly<Record<string, unknown>>

/** One optimizer of `torch.optim` on given gradients. */
export interface OptimizerCase {
  readonly id: string
  readonly kind: 'optimizer'
  readonly optimizer: string
  readonly args: Arguments
  readonly params: readonly GoldenTensor[]
  /** For each step and parameter; null where there is none. */
  readonly grads: readonly (readonly (GoldenTensor | null)[])[]
  readonly expected: readonly (readonly GoldenTensor[])[]
  /** The last step in float64, big-endian. */
  readonly final_f64_hex: readonly (readonly string[])[]
  /** For each parameter. */
  readonly tolerance_abs: readonly number[]
  readonly state_after: readonly Readonly<
    Record<string, number | (GoldenTensor & { tolerance_abs: number })>
  >[]
}

/** A scheduler of `torch.optim.lr_scheduler`, and others that it holds. */
export interface Scheduler {
  readonly name: string
  readonly args?: Arguments
  readonly of?: readonly Scheduler[]
}

/** A learning rate before the first step and after each of the following ones. */
export interface ScheduleCase {
  readonly id: string
  readonly kind: 'schedule'
  readonly lr: number
  readonly scheduler: Scheduler
  readonly lr_hex: readonly string[]
  readonly metrics?: readonly number[]
  readonly tolerance_rel: number
}

/** How gradients are clipped. */
export type Clip =
  | { readonly by: 'norm'; readonly max_norm: number; readonly norm_type?: number | 'inf' }
  | { readonly by: 'value'; readonly clip_value: number }

/** A call of `clip_grad_norm_` or `clip_grad_value_`. */
export interface ClipCase {
  readonly id: string
  readonly kind: 'clip'
  readonly clip: Clip
  readonly grads: readonly (GoldenTensor | null)[]
  readonly expected: readonly (GoldenTensor | null)[]
  readonly total_norm?: number | 'nan' | 'inf'
  readonly tolerance_abs: number
  readonly tolerance_rel_norm?: number
}

/** An expected tensor; of the elements in `loose`, rounding decides. */
export type ExpectedState = ExpectedTensor & { readonly loose?: readonly number[] }

/** How a network is trained. */
export interface Training {
  readonly id: string
  readonly model: readonly Part[]
  readonly loss: { readonly op: string; readonly args?: Arguments }
  readonly optimizer: { readonly name: string; readonly args?: Arguments }
  readonly scheduler?: Scheduler
  readonly groups?: readonly ({ readonly params: readonly string[] } & Arguments)[]
  readonly frozen?: readonly string[]
  readonly clip?: Clip
  /** Rows in each step; left out, all. */
  readonly batch?: number
  readonly data: { readonly x: GoldenTensor; readonly y: GoldenTensor }
  readonly start: Readonly<Record<string, GoldenTensor>>
  readonly final: Readonly<Record<string, ExpectedState>>
}

/** A training of 300 steps. */
export interface CurveCase extends Training {
  readonly kind: 'curve'
  readonly losses: readonly {
    readonly step: number
    readonly loss: number
    readonly tolerance_abs: number
    readonly grad_norm?: number
    readonly grad_norm_tolerance_abs?: number
  }[]
  readonly first_grad: Readonly<Record<string, ExpectedState>>
}

export type TrainingCase = OptimizerCase | ScheduleCase | ClipCase | CurveCase | SymmetryCase

/** The number of an IEEE-754 binary64, big-endian. */
export function doubleOf(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE()
}
