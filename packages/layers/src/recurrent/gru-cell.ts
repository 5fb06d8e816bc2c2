import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import type { Cell } from './cell.ts'
import type { RecurrentState } from './recurrent.ts'
import { RecurrentCell, type RecurrentCellOptions } from './recurrent-cell.ts'
import { HIDDEN, type HiddenResult, type HiddenState } from './rnn.ts'
import { gruStep } from './steps.ts'

/**
 * One step of `Gru`, whose docstring has the law, of an input `[n, inUnits]` and a state `[n, units]`, or both without n; zeros where the state is left
 * out. Weights and biases start as U[-1/√units, 1/√units), the law of PyTorch's `nn.GRUCell`.
 *
 * @throws As `RnnCell`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { GruCell } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const cell = new GruCell(4)
 * cell.initialize({ rng: createRng(42) })
 * const { hidden } = cell.forward(cpu.ones([2, 3]), { hidden: cpu.zeros([2, 4]) })
 * hidden.shape // => [2, 4]
 * cell.weightHh.shape // => [12, 4]
 * ```
 */
export class GruCell<HasBias extends boolean = true> extends RecurrentCell<HasBias> {
  constructor(units: number, options: RecurrentCellOptions<HasBias> = {}) {
    super({ name: 'GruCell', gates: ['reset', 'update', 'new'] }, units, options)
  }

  override forward(x: Tensor, state: HiddenState = {}): HiddenResult {
    checkCall(this, 'state', state, HIDDEN)
    const { hidden } = this.run(x, state, ['hidden'])
    return { output: hidden, hidden }
  }

  override step(cell: Cell<HasBias>, input: Tensor, state: RecurrentState): RecurrentState {
    return gruStep(cell, input, state, this.units)
  }
}
