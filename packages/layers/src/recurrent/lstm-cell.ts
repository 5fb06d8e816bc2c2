import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import type { Cell } from './cell.ts'
import { type LstmResult, type LstmState, STATE } from './lstm.ts'
import type { RecurrentState } from './recurrent.ts'
import { RecurrentCell, type RecurrentCellOptions } from './recurrent-cell.ts'
import { lstmStep } from './steps.ts'

/**
 * One step of `Lstm`, whose docstring has the law, of an input `[n, inUnits]` and a state of `hidden` and `cell`, both `[n, units]`, or all without n;
 * zeros where a part is left out. Weights and biases start as U[-1/√units, 1/√units), the law of PyTorch's `nn.LSTMCell`.
 *
 * @throws As `RnnCell`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { LstmCell } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const lstm = new LstmCell(4)
 * lstm.initialize({ rng: createRng(42) })
 * const { hidden, cell } = lstm.forward(cpu.ones([2, 3]))
 * lstm.forward(cpu.ones([2, 3]), { hidden, cell }).hidden.shape // => [2, 4]
 * lstm.weightIh.shape // => [16, 3]
 * ```
 */
export class LstmCell<HasBias extends boolean = true> extends RecurrentCell<HasBias, 'cell'> {
  constructor(units: number, options: RecurrentCellOptions<HasBias> = {}) {
    super({ name: 'LstmCell', gates: ['input', 'forget', 'cell', 'output'] }, units, options)
  }

  override forward(x: Tensor, state: LstmState = {}): LstmResult {
    checkCall(this, 'state', state, STATE)
    const { hidden, cell } = this.run(x, state, ['hidden', 'cell'])
    return { output: hidden, hidden, cell }
  }

  override step(cell: Cell<HasBias>, input: Tensor, state: RecurrentState<'cell'>): RecurrentState<'cell'> {
    return lstmStep(cell, input, state, this.units)
  }
}
