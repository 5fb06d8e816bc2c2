import { Tensor, type TensorData } from '@nn/tensor'
import { behind, offsetsOf, startOf, zeros } from './forward.ts'
import type { Arrays, Before } from './fused-kind.ts'
import type { Pass } from './pass.ts'

/** The gradients by the inputs, W_hh, the state at the start and b_hh of that by the result, in one loop back over the steps. */
export function gradients(
  pass: Pass,
  gradient: Tensor,
  kept: Pick<Arrays, 'out' | 'gates' | 'extra'>,
): (Tensor | undefined)[] {
  const { kind, isReverse, inputs, weight, hidden, cell, bias } = pass
  const { backend, dtype, shape } = inputs
  const [steps = 0, n = 0, width = 0] = shape
  const units = hidden.shape[1] ?? 0
  const size = n * units
  const { data: g, offset: from } = gradient.contiguous()
  const tensor = (data: TensorData, shape: readonly number[]): Tensor => new Tensor({ backend, data, shape })
  const byInputs = zeros(backend, dtype, steps * n * width)
  const byProducts = kind.hasTwoAdjoints ? zeros(backend, dtype, steps * n * width) : byInputs
  const byHidden = zeros(backend, dtype, size)
  const byCell = zeros(backend, dtype, size)
  const adjoints = { hidden: byHidden, cell: byCell, inputs: byInputs, products: byProducts }
  const product = tensor(zeros(backend, dtype, size), [n, units])
  const hiddens = zeros(backend, dtype, steps * size)
  const arrays = { kernels: backend, dtype, n, units, inputs: byInputs, ...kept }
  const at = (i: number) => offsetsOf(kind, size, isReverse ? steps - 1 - i : i, true)
  const start = startOf(pass)
  const rows = { dtype, shape: [n, width], strides: [width, 1] }
  if (kind.hasCell) for (let j = 0; j < size; j++) byCell[j] = g[from + steps * size + j]!
  for (let i = steps - 1; i >= 0; i--) {
    const here = at(i)
    const before: Before = i === 0 ? start : behind(kept, at(i - 1))
    const { data, offset } = before.hidden
    hiddens.set(data.subarray(offset, offset + size), here.out)
    for (let j = 0; j < size; j++) byHidden[j] = byHidden[j]! + g[from + here.out + j]!
    kind.backward(arrays, here, before, adjoints)
    backend.matmul({ ...rows, data: byProducts, offset: here.inputs }, weight, product)
    for (let j = 0; j < size; j++) byHidden[j] = byHidden[j]! + product.data[j]!
  }
  const products = tensor(byProducts, [steps * n, width])
  const by = [
    tensor(byInputs, shape),
    products.transpose().matmul(tensor(hiddens, [steps * n, units])),
    tensor(byHidden, hidden.shape),
  ]
  if (cell !== undefined) by.push(tensor(byCell, cell.shape))
  if (bias !== undefined) by.push(products.sum(0))
  return by
}
