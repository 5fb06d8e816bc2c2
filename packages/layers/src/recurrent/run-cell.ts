import { linear, stack, type Tensor } from '@nn/tensor'
import type { Cell } from './cell.ts'
import { canFuse, fuse } from './fused/fuse.ts'
import type { Recurrent, RecurrentState } from './recurrent.ts'

/** What one layer in one direction goes over. */
interface Given<Others extends string> {
  /** `[steps, n, inputs]` */
  readonly x: Tensor
  readonly start: RecurrentState<Others>
  readonly isReverse: boolean
}

/** The hidden states of one layer in one direction at every step, and its last state. @internal */
export function runCell<HasBias extends boolean, Others extends string>(
  layer: Pick<Recurrent<HasBias, Others>, 'step' | 'fusedKind'>,
  cell: Cell<HasBias>,
  { x, start, isReverse }: Given<Others>,
): { output: Tensor; state: RecurrentState<Others> } {
  const { weightIh, weightHh, biasIh, biasHh }: Cell<boolean> = cell
  const inputs = linear(x, weightIh.data, biasIh?.data)
  const steps = x.shape[0] ?? 0
  const last = isReverse ? 0 : steps - 1
  const fused = layer.fusedKind()
  if (fused !== undefined) {
    const { hidden, ...others } = start
    const [old] = Object.values<Tensor>(others)
    const weight = weightHh.data
    const pass = { kind: fused, isReverse, inputs, weight, hidden, cell: old, bias: biasHh?.data }
    if (canFuse(pass)) {
      const all = fuse(pass)
      const output = fused.hasCell ? all.slice([0, steps]) : all
      return { output, state: mapStates(start, (_, name) => all.at(name === 'hidden' ? last : steps)) }
    }
  }
  const outputs = new Array<Tensor>(steps)
  let state = start
  for (let i = 0; i < steps; i++) {
    const t = isReverse ? steps - 1 - i : i
    state = layer.step(cell, inputs.at(t), state)
    outputs[t] = state.hidden
  }
  return { output: stack(outputs), state }
}

/** A value for each tensor of the state, by name. */
export function mapStates<Name extends string, T, R>(
  states: Readonly<Record<Name, T>>,
  fn: (value: T, name: Name) => R,
): Record<Name, R> {
  const mapped = {} as Record<Name, R>
  for (const name in states) mapped[name] = fn(states[name], name)
  return mapped
}
