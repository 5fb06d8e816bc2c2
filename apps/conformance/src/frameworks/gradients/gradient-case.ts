import type { ForwardCase, GoldenTensor } from '../forward/tensor.ts'

/** An expected tensor: the answer in float64 rounded to float32, and PyTorch's own in float32 where its bits are others. */
export interface ExpectedTensor extends GoldenTensor {
  readonly torch_f32_base64?: string
  readonly tolerance_abs: number
  readonly tolerance_rel?: number
  /** Where either answer is right. */
  readonly either?: readonly number[]
}

/** An input of a program of operations. */
interface ProgramInput extends GoldenTensor {
  readonly name: string
  readonly requires_grad?: boolean
}

/** One operation: what it is applied to, and the names of its results. */
export interface Step {
  readonly op: string
  readonly in: readonly (string | number)[]
  readonly args?: Readonly<Record<string, unknown>>
  /** Arguments that are tensors, by the tensors' names. */
  readonly tensors?: Readonly<Record<string, string>>
  readonly out: string | readonly string[]
}

/** Where PyTorch throws: at the step of this index, or when it goes back. */
interface Raises {
  readonly at: number | 'backward'
  readonly type: string
  readonly says: string
}

/** A program of operations and its gradients. */
export interface ProgramCase {
  readonly id: string
  readonly inputs: readonly ProgramInput[]
  readonly program: readonly Step[]
  readonly outputs: readonly string[]
  readonly cotangent?: readonly GoldenTensor[]
  readonly expected?: readonly ExpectedTensor[]
  readonly grad?: Readonly<Record<string, ExpectedTensor | null>>
  readonly raises?: Raises
  /** How often the gradient is added up. */
  readonly backward_times?: number
  readonly give_cotangent?: boolean
}

/** A layer and its gradients. */
export interface LayerCase
  extends Omit<ForwardCase, 'outputs' | 'state_after' | 'tolerance_abs' | 'tolerance_rel'> {
  readonly outputs: readonly ExpectedTensor[]
  readonly cotangent: readonly GoldenTensor[]
  /** For each input; null where it has none. */
  readonly grad_input: readonly (ExpectedTensor | null)[]
  readonly grad_params: Readonly<Record<string, ExpectedTensor>>
  readonly state_after?: Readonly<Record<string, ExpectedTensor>>
}

export type GradientCase = ProgramCase | LayerCase
