import { type OptionNames, oneOf } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import type { Cell } from './cell.ts'
import type { FusedKind } from './fused/fused-kind.ts'
import { fusedRnn } from './fused/rnn.ts'
import { Recurrent, type RecurrentOptions, type RecurrentState } from './recurrent.ts'
import { rnnStep } from './steps.ts'

/** The options of `Rnn`. */
export interface RnnOptions<HasBias extends boolean = boolean> extends RecurrentOptions<HasBias> {
  /** Function of each step. Default `'tanh'`. */
  readonly nonlinearity?: 'tanh' | 'relu' | undefined
}

const OTHERS: OptionNames<Omit<RnnOptions, keyof RecurrentOptions>> = { nonlinearity: true }

/** The state of `Rnn` and `Gru`; zeros where it is left out. */
export interface HiddenState {
  /** `[layers · directions, n, units]`, or without n. */
  readonly hidden?: Tensor
}

/** What `Rnn` and `Gru` give. */
export interface HiddenResult {
  /** The hidden states of the last layer at every step: `[steps, n, units · directions]`. */
  readonly output: Tensor
  /** The last hidden states of every layer: `[layers · directions, n, units]`. */
  readonly hidden: Tensor
}

/** The names of the state of `Rnn` and `Gru`. @internal */
export const HIDDEN: OptionNames<HiddenState> = { hidden: true }

/**
 * `h = tanh(W_ih·x + b_ih + W_hh·h + b_hh)` at every step (Elman, 1990): `[steps, n, inUnits] → [steps, n,
 * units]`, or without n; with `batchFirst`, n comes first. Weights and biases start as U[-1/√units,
 * 1/√units), the law of PyTorch's `nn.RNN`; their names are its own, too, such as
 * `weightIhL0`.
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range; the shapes and dtypes of input
 * and state are checked by forward.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Rnn } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const rnn = new Rnn(4, { layers: 2, bidirectional: true })
 * rnn.initialize({ rng: createRng(42) })
 * const { output, hidden } = rnn.forward(cpu.ones([5, 2, 3]))
 * output.shape // => [5, 2, 8]
 * hidden.shape // => [4, 2, 4]
 * rnn.weightIhL0.path // => 'weightIhL0'
 * rnn.forward(cpu.ones([5, 2, 7])) // throws /Rnn: expected an input \[steps, n, 3\] or one without n, got \[5, 2, 7\]/
 * ```
 */
export class Rnn<HasBias extends boolean = true> extends Recurrent<HasBias> {
  readonly nonlinearity: 'tanh' | 'relu'

  constructor(units: number, options: RnnOptions<HasBias> = {}) {
    super({ name: 'Rnn', gates: ['hidden'], others: OTHERS }, units, options)
    const { nonlinearity = 'tanh' } = options
    this.nonlinearity = oneOf('Rnn', 'nonlinearity', nonlinearity, ['tanh', 'relu'])
  }

  override forward(x: Tensor, state: HiddenState = {}): HiddenResult {
    checkCall(this, 'state', state, HIDDEN)
    const { output, last } = this.run(x, state, { hidden: this.outUnits })
    return { output, hidden: last.hidden }
  }

  /** @internal */
  override fusedKind(): FusedKind | undefined {
    return this.step === Rnn.prototype.step ? fusedRnn(this.nonlinearity) : undefined
  }

  override step(cell: Cell<HasBias>, input: Tensor, state: RecurrentState): RecurrentState {
    return rnnStep(cell, input, state, this.nonlinearity)
  }
}
