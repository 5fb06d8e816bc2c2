import type { DType, Strided, Tensor } from '@nn/tensor'
import type { Layout } from './layout.ts'

/** A value that a rule needs later: copied just before it is overwritten. */
export interface Saved {
  x: Strided
}

/** What a tape knows of a typed array, beside its values, which it does not hold on to. */
export class Memory {
  readonly dtype: DType
  readonly length: number
  /** Whether its values depend on what gradients are asked for by. */
  isActive = false
  /** The gradient by each of its elements, in their order, under whatever shape; one that repeats elements is not written to. */
  adjoint: Tensor | undefined = undefined
  /** Values that rules need, as long as they are not overwritten. */
  saved: Saved[] = []

  constructor({ dtype, data }: Strided) {
    this.dtype = dtype
    this.length = data.length
  }
}

/** Elements of a memory: an operand without its values. */
export class Place implements Layout {
  readonly memory: Memory
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly offset: number

  constructor(memory: Memory, { shape, strides, offset }: Layout) {
    this.memory = memory
    this.shape = shape
    this.strides = strides
    this.offset = offset
  }
}
