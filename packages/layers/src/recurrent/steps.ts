import type { Tensor } from '@nn/tensor'
import { type Cell, fromHidden } from './cell.ts'
import { gate } from './fused/gate.ts'
import type { RecurrentState } from './recurrent.ts'

/** One step of a simple cell from its input, which W_ih was applied to. */
export function rnnStep(
  cell: Cell<boolean>,
  input: Tensor,
  { hidden }: RecurrentState,
  nonlinearity: 'tanh' | 'relu',
): RecurrentState {
  const sum = fromHidden(cell, hidden).add_(input)
  return { hidden: nonlinearity === 'tanh' ? sum.tanh_() : sum.relu_() }
}

/** One step of a GRU cell from its input, which W_ih was applied to. */
export function gruStep(
  cell: Cell<boolean>,
  input: Tensor,
  { hidden }: RecurrentState,
  units: number,
): RecurrentState {
  const rest = fromHidden(cell, hidden)
  const sigmoid = (i: number): Tensor =>
    gate(rest, i, units)
      .add(gate(input, i, units))
      .sigmoid_()
  const [reset, update] = [sigmoid(0), sigmoid(1)]
  const fresh = gate(rest, 2, units)
    .mul(reset)
    .add_(gate(input, 2, units))
    .tanh_()
  return { hidden: hidden.sub(fresh).mul_(update).add_(fresh) }
}

/** One step of an LSTM cell from its input, which W_ih was applied to. */
export function lstmStep(
  parameters: Cell<boolean>,
  input: Tensor,
  { hidden, cell: old }: RecurrentState<'cell'>,
  units: number,
): RecurrentState<'cell'> {
  const gates = fromHidden(parameters, hidden).add_(input)
  const sigmoid = (i: number): Tensor => gate(gates, i, units).sigmoid()
  const [enter, forget, output] = [sigmoid(0), sigmoid(1), sigmoid(3)]
  const fresh = gate(gates, 2, units).tanh().mul_(enter)
  const cell = old.mul(forget).add_(fresh)
  const result = cell.tanh().mul_(output)
  const { weightHr } = parameters
  return { hidden: weightHr === undefined ? result : result.matmul(weightHr.data.transpose()), cell }
}
