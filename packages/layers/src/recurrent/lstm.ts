import type { Tensor } from '@nn/tensor'
import { checkOptions } from '../check/check-options.ts'
import { checkCall } from '../check/input.ts'
import { positiveCount } from '../check/options.ts'
import {
  type Cell,
  fromHidden,
  gate,
  RECURRENT,
  Recurrent,
  type RecurrentOptions,
  type State,
} from './recurrent.ts'

/** The options of `Lstm`. */
export interface LstmOptions extends RecurrentOptions {
  /**
   * Length of the hidden state, which is then `W_hr` times the output of the cell. Default units, without
   * `W_hr`.
   */
  readonly projection?: number
}

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
  /** The last ones of every layer: `[layers · directions, n, units]`. */
  readonly hidden: Tensor
  /** The last cells of every layer: `[layers · directions, n, units]`. */
  readonly cell: Tensor
}

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
 * lstm.cells[1].weightIh.axes.blocks.names // => ['input', 'forget', 'cell', 'output']
 * ```
 */
export class Lstm extends Recurrent {
  constructor(units: number, options: LstmOptions = {}) {
    checkOptions('Lstm', options, [...RECURRENT, 'projection'])
    const { projection } = options
    if (projection !== undefined && positiveCount('Lstm', 'projection', projection) >= units) {
      throw new RangeError(`Lstm: expected projection < units ${units}, got ${projection}`)
    }
    super({ name: 'Lstm', gates: ['input', 'forget', 'cell', 'output'], projection }, units, options)
  }

  override forward(x: Tensor, state: LstmState = {}): LstmResult {
    checkCall(this, 'state', state, ['hidden', 'cell'])
    const { output, states } = this.run(x, [state.hidden, state.cell], [this.outUnits, this.units])
    return { output, hidden: states[0]!, cell: states[1]! }
  }

  protected override step(parameters: Cell, inputs: Tensor, [hidden, old]: State): State {
    const { units } = this
    const gates = fromHidden(parameters, hidden).add_(inputs)
    const [input, forget, output] = [0, 1, 3].map((i) => gate(gates, i, units).sigmoid())
    const fresh = gate(gates, 2, units).tanh().mul_(input!)
    const cell = old!.mul(forget!).add_(fresh)
    const result = cell.tanh().mul_(output!)
    const { weightHr } = parameters
    return [weightHr === undefined ? result : result.matmul(weightHr.data.transpose()), cell]
  }
}
