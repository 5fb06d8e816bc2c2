import { integer, type OptionNames, wrongValue } from '@nn/check'
import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import type { Cell } from './cell.ts'
import type { FusedKind } from './fused/fused-kind.ts'
import { fusedLstm } from './fused/lstm.ts'
import { Recurrent, type RecurrentOptions, type RecurrentState } from './recurrent.ts'
import { lstmStep } from './steps.ts'

/** The options of `Lstm`. */
export interface LstmOptions<HasBias extends boolean = boolean> extends RecurrentOptions<HasBias> {
  /**
   * Length of the hidden state, which is then `W_hr` times the output of the cell. Default units, without
   * `W_hr`.
   */
  readonly projection?: number | undefined
}

const OTHERS: OptionNames<Omit<LstmOptions, keyof RecurrentOptions>> = { projection: true }

/** The state of `Lstm`; zeros where a part is left out. */
export interface LstmState {
  /** `[layers · directions, n, units]`, or without n; with a projection its length instead of units. */
  readonly hidden?: Tensor
  /** `[layers · directions, n, units]`, or without n. */
  readonly cell?: Tensor
}

/** What `Lstm` gives. */
export interface LstmResult {
  /** The hidden states of the last layer at every step: `[steps, n, units · directions]`. */
  readonly output: Tensor
  /** The last hidden states of every layer: `[layers · directions, n, units]`. */
  readonly hidden: Tensor
  /** The last cells of every layer: `[layers · directions, n, units]`. */
  readonly cell: Tensor
}

/** The names of the state of `Lstm`. @internal */
export const STATE: OptionNames<LstmState> = { hidden: true, cell: true }

/**
 * At every step, with σ the sigmoid and each of i, f, g, o of `W_ih·x + b_ih + W_hh·h + b_hh`, `c ← σ(f)·c +
 * σ(i)·tanh(g)`, `h ← σ(o)·tanh(c)` (Hochreiter and Schmidhuber, 1997; Gers et al., 2000): `[steps, n,
 * inUnits] → [steps, n, units]`, or without n. The gates lie in the order input, forget, cell, output.
 * Weights and biases start as U[-1/√units, 1/√units), the law of PyTorch's `nn.LSTM`.
 *
 * @throws As `Rnn`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Lstm } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const lstm = new Lstm(4, { layers: 2 })
 * lstm.initialize({ rng: createRng(42) })
 * const first = lstm.forward(cpu.ones([5, 2, 3]))
 * const next = lstm.forward(cpu.ones([1, 2, 3]), { hidden: first.hidden, cell: first.cell })
 * next.output.shape // => [1, 2, 4]
 * lstm.cells[1]?.weightIh.axes?.blocks?.names // => ['input', 'forget', 'cell', 'output']
 * ```
 */
export class Lstm<HasBias extends boolean = true> extends Recurrent<HasBias, 'cell'> {
  constructor(units: number, options: LstmOptions<HasBias> = {}) {
    const projection = projectionOf(options?.projection, units)
    const gates = ['input', 'forget', 'cell', 'output']
    super({ name: 'Lstm', gates, projection, others: OTHERS }, units, options)
  }

  override forward(x: Tensor, state: LstmState = {}): LstmResult {
    checkCall(this, 'state', state, STATE)
    const { output, last } = this.run(x, state, { hidden: this.outUnits, cell: this.units })
    return { output, hidden: last.hidden, cell: last.cell }
  }

  /** @internal */
  override fusedKind(): FusedKind | undefined {
    const isOwn = this.step === Lstm.prototype.step
    return isOwn && this.outUnits === this.units ? fusedLstm : undefined
  }

  override step(
    parameters: Cell<HasBias>,
    input: Tensor,
    state: RecurrentState<'cell'>,
  ): RecurrentState<'cell'> {
    return lstmStep(parameters, input, state, this.units)
  }
}

/** A length of the hidden state below that of the cell, or none. */
function projectionOf(projection: number | undefined, units: number): number | undefined {
  if (
    projection === undefined ||
    integer('Lstm', 'projection', projection, 1) < integer('Lstm', 'units', units, 0)
  )
    return projection
  throw wrongValue('Lstm', `projection < units ${units}`, projection)
}
