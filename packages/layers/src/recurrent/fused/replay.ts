import { concat, linear, stack, type Tensor } from '@nn/tensor'
import type { ReplayedStep } from './fused-kind.ts'
import type { Pass } from './pass.ts'

/** The gradients of a pass made of operations of tensors, one step after the other, which have gradients themselves. */
export function replayed(
  { kind, isReverse, inputs, weight, hidden, cell, bias }: Pass,
  g: Tensor,
): (Tensor | undefined)[] {
  const steps = inputs.shape[0] ?? 0
  const at = (i: number): number => (isReverse ? steps - 1 - i : i)
  const befores: Tensor[] = []
  const done: ReplayedStep[] = []
  let state = { hidden, cell: cell ?? hidden }
  for (let i = 0; i < steps; i++) {
    befores.push(state.hidden)
    const products = linear(state.hidden, weight, bias)
    const step = kind.replay(inputs.at(at(i)), products, state.hidden, state.cell)
    done.push(step)
    state = step
  }
  const byInputs = new Array<Tensor>(steps)
  const byProducts = new Array<Tensor>(steps)
  let byHidden: Tensor | undefined
  let byCell = cell === undefined ? hidden : g.at(steps)
  for (let i = steps - 1; i >= 0; i--) {
    const given = g.at(at(i))
    const by = done[i]!.back(byHidden === undefined ? given : given.add(byHidden), byCell)
    byInputs[at(i)] = by.inputs
    byProducts[i] = by.products
    const product = by.products.matmul(weight)
    byHidden = by.hidden === undefined ? product : product.add(by.hidden)
    byCell = by.cell
  }
  const products = concat(byProducts, 0)
  const by = [stack(byInputs), products.transpose().matmul(concat(befores, 0)), byHidden]
  if (cell !== undefined) by.push(byCell)
  if (bias !== undefined) by.push(products.sum(0))
  return by
}
