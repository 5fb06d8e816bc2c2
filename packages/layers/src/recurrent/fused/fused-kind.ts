import type { DType, Kernels, Tensor, TensorData } from '@nn/tensor'

/** Elements of an array from an offset on, row-major. */
export interface Rows {
  readonly data: TensorData
  readonly offset: number
}

/** The state before a step. */
export interface Before {
  readonly hidden: Rows
  /** As `hidden` for kinds without a cell. */
  readonly cell: Rows
}

/** The arrays of all steps of one layer in one direction, each row-major. */
export interface Arrays {
  readonly kernels: Kernels
  readonly dtype: DType
  readonly n: number
  readonly units: number
  /** `[steps, n, gates · units]`: W_ih·x + b_ih. */
  readonly inputs: TensorData
  /** `[steps, n, gates · units]`, of one step unless they are kept: W_hh·h + b_hh, and then the gates. */
  readonly gates: TensorData
  /** `[steps, extras, n, units]`, of one step unless it is kept. */
  readonly extra: TensorData
  /** `[steps, n, units]`, and the last cell behind. */
  readonly out: TensorData
}

/** The arrays of the way back. */
interface Adjoints {
  /** `[n, units]`: the gradient by the hidden state behind a step, and then what of it goes past the product with W_hh to that before. */
  readonly hidden: TensorData
  /** `[n, units]`: the gradient by the cell behind a step, and then by that before. */
  readonly cell: TensorData
  /** `[steps, n, gates · units]`: the gradient by `inputs`. */
  readonly inputs: TensorData
  /** The gradient by W_hh·h + b_hh; the same array where that is added to the inputs alone. */
  readonly products: TensorData
}

/** Where a step begins in the arrays. */
export interface Offsets {
  readonly inputs: number
  readonly gates: number
  readonly extra: number
  readonly out: number
}

/** A step made of operations of tensors, and its gradient. */
export interface ReplayedStep {
  readonly hidden: Tensor
  readonly cell: Tensor
  /** The gradients before a step by those behind it. */
  readonly back: (
    hidden: Tensor,
    cell: Tensor,
  ) => {
    readonly inputs: Tensor
    readonly products: Tensor
    /** What goes past the product with W_hh, if anything. */
    readonly hidden?: Tensor
    readonly cell: Tensor
  }
}

/** The steps of a kind of layer in one loop over arrays. */
export interface FusedKind {
  readonly gates: number
  /** Values of each unit and step beside its gates that the gradient needs. */
  readonly extras: number
  readonly hasCell: boolean
  /** Whether the gradients by inputs and products differ. */
  readonly hasTwoAdjoints: boolean
  /** From the products with the hidden state, which the gates hold, to the next state. */
  readonly forward: (arrays: Arrays, at: Offsets, before: Before) => void
  readonly backward: (arrays: Arrays, at: Offsets, before: Before, adjoints: Adjoints) => void
  /** The same, so that gradients have gradients. */
  readonly replay: (inputs: Tensor, products: Tensor, hidden: Tensor, cell: Tensor) => ReplayedStep
}

/** Applies a function to the columns of some gates of a step. */
export function activate(
  { kernels, dtype, n, units, gates }: Arrays,
  { gates: from }: Offsets,
  kind: 'sigmoid' | 'tanh' | 'relu',
  [first, end, all]: readonly [first: number, end: number, all: number],
): void {
  const columns = {
    data: gates,
    dtype,
    shape: [n, (end - first) * units],
    strides: [all * units, 1],
    offset: from + first * units,
  }
  kernels.unary[kind](columns, columns)
}

/** Adds the inputs of a step to the first `count` gates of `all`. */
export function addInputs(
  { n, units, inputs, gates }: Arrays,
  at: Offsets,
  count: number,
  all: number,
): void {
  for (let row = 0; row < n; row++) {
    const start = row * all * units
    const end = start + count * units
    for (let j = start; j < end; j++) gates[at.gates + j] = gates[at.gates + j]! + inputs[at.inputs + j]!
  }
}
