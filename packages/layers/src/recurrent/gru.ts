import type { Tensor } from '@nn/tensor'
import { checkCall } from '../check/input.ts'
import type { Cell } from './cell.ts'
import type { FusedKind } from './fused/fused-kind.ts'
import { fusedGru } from './fused/gru.ts'
import { Recurrent, type RecurrentOptions, type RecurrentState } from './recurrent.ts'
import { HIDDEN, type HiddenResult, type HiddenState } from './rnn.ts'
import { gruStep } from './steps.ts'

/** The options of `Gru`. */
export interface GruOptions<HasBias extends boolean = boolean> extends RecurrentOptions<HasBias> {}

/**
 * At every step, with σ the sigmoid, `r = σ(W_ir·x + b_ir + W_hr·h + b_hr)`, `z = σ(W_iz·x + b_iz + W_hz·h +
 * b_hz)`, `n = tanh(W_in·x + b_in + r·(W_hn·h + b_hn))`, `h ← (1 − z)·n + z·h` (Cho et al., 2014,
 * https://arxiv.org/abs/1406.1078, the reset gate as in cuDNN and PyTorch): `[steps, n, inUnits] → [steps, n,
 * units]`, or without n. The gates lie in the order reset, update, new. Weights and biases start as
 * U[-1/√units, 1/√units), the law of PyTorch's `nn.GRU`.
 *
 * @throws As `Rnn`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { Gru } from '@nn/layers'
 * import { createRng } from '@nn/random'
 * const gru = new Gru(4, { batchFirst: true })
 * gru.initialize({ rng: createRng(42) })
 * const { output, hidden } = gru.forward(cpu.ones([2, 5, 3]), { hidden: cpu.zeros([1, 2, 4]) })
 * output.shape // => [2, 5, 4]
 * hidden.at(0).equals(output.slice(null, -1)) // => true
 * gru.weightIhL0.fans // => { fanIn: 3, fanOut: 4 }
 * ```
 */
export class Gru<HasBias extends boolean = true> extends Recurrent<HasBias> {
  constructor(units: number, options: GruOptions<HasBias> = {}) {
    super({ name: 'Gru', gates: ['reset', 'update', 'new'] }, units, options)
  }

  override forward(x: Tensor, state: HiddenState = {}): HiddenResult {
    checkCall(this, 'state', state, HIDDEN)
    const { output, last } = this.run(x, state, { hidden: this.outUnits })
    return { output, hidden: last.hidden }
  }

  /** @internal */
  override fusedKind(): FusedKind | undefined {
    return this.step === Gru.prototype.step ? fusedGru : undefined
  }

  override step(cell: Cell<HasBias>, input: Tensor, state: RecurrentState): RecurrentState {
    return gruStep(cell, input, state, this.units)
  }
}
