import { type OptionNames, oneOf } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import type { Cell } from './cell.ts'
import type { RecurrentState } from './recurrent.ts'
import { RecurrentCell, type RecurrentCellOptions } from './recurrent-cell.ts'
import { HIDDEN, type HiddenResult, type HiddenState } from './rnn.ts'
import { rnnStep } from './steps.ts'

/** The options of `RnnCell`. */
export interface RnnCellOptions<HasBias extends boolean = boolean> extends RecurrentCellOptions<HasBias> {
  /** Function of the step. Default `'tanh'`. */
  readonly nonlinearity?: 'tanh' | 'relu' | undefined
}

const OTHERS: OptionNames<Omit<RnnCellOptions, keyof RecurrentCellOptions>> = { nonlinearity: true }

/**
 * One step of `Rnn`: `h ← tanh(W_ih·x + b_ih + W_hh·h + b_hh)` of an input `[n, inUnits]` and a state `[n, units]`, or both without n; zeros where the
 * state is left out. Weights and biases start as U[-1/√units, 1/√units), the law of PyTorch's `nn.RNNCell`.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range; the shapes and dtypes of input and state are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { RnnCell } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const cell = new RnnCell(4)
 * cell.initialize({ rng: createRng(42) })
 * let { hidden } = cell.forward(cpu.ones([2, 3]))
 * for (let step = 1; step < 5; step++) hidden = cell.forward(cpu.ones([2, 3]), { hidden }).hidden
 * hidden.shape // => [2, 4]
 * cell.weightIh.path // => 'weightIh'
 * cell.forward(cpu.ones([2, 7])) // throws /RnnCell: expected an input \[n, 3\] or one without n, got \[2, 7\]/
 * ```
 */
export class RnnCell<HasBias extends boolean = true> extends RecurrentCell<HasBias> {
  readonly nonlinearity: 'tanh' | 'relu'

  constructor(units: number, options: RnnCellOptions<HasBias> = {}) {
    super({ name: 'RnnCell', gates: ['hidden'], others: OTHERS }, units, options)
    const { nonlinearity = 'tanh' } = options
    this.nonlinearity = oneOf('RnnCell', 'nonlinearity', nonlinearity, ['tanh', 'relu'])
  }

  override forward(x: Tensor, state: HiddenState = {}): HiddenResult {
    checkCall(this, 'state', state, HIDDEN)
    const { hidden } = this.run(x, state, ['hidden'])
    return { output: hidden, hidden }
  }

  override step(cell: Cell<HasBias>, input: Tensor, state: RecurrentState): RecurrentState {
    return rnnStep(cell, input, state, this.nonlinearity)
  }
}
