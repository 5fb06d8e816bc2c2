import { concat } from '@nn/tensor'
import { activate, addInputs, type FusedKind } from './fused-kind.ts'
import { gate } from './gate.ts'
import { sigmoidBack, tanhBack } from './slopes.ts'

/** The steps of `Lstm`; extra are the cells and their tanh. */
export const fusedLstm: FusedKind = {
  gates: 4,
  extras: 2,
  hasCell: true,
  hasTwoAdjoints: false,
  forward(arrays, at, { cell }) {
    const { kernels, dtype, n, units, gates, extra, out } = arrays
    const cells = at.extra
    const squashed = cells + n * units
    const row = { data: extra, dtype, shape: [n * units], strides: [1] }
    const last = { ...row, offset: squashed }
    addInputs(arrays, at, 4, 4)
    // Sums of the fresh values go where tanh of the cells will be, so that each function has its elements side by side.
    for (let m = 0, j = squashed; m < n; m++) {
      let i = at.gates + (4 * m + 2) * units
      for (const end = j + units; j < end; j++, i++) extra[j] = gates[i]!
    }
    activate(arrays, at, 'sigmoid', [0, 4, 4])
    kernels.unary.tanh(last, last)
    for (let m = 0, j = 0; m < n; m++) {
      let i = at.gates + 4 * m * units
      for (const end = j + units; j < end; j++, i++) {
        const fresh = extra[squashed + j]!
        gates[i + 2 * units] = fresh
        extra[cells + j] = gates[i + units]! * cell.data[cell.offset + j]! + gates[i]! * fresh
      }
    }
    kernels.unary.tanh({ ...row, offset: cells }, last)
    for (let m = 0, j = 0; m < n; m++) {
      let i = at.gates + (4 * m + 3) * units
      for (const end = j + units; j < end; j++, i++) out[at.out + j] = gates[i]! * extra[squashed + j]!
    }
  },
  backward({ n, units, gates, extra }, at, { cell }, adjoints) {
    const { hidden: byHidden, cell: byCell, inputs: to } = adjoints
    const squashed = at.extra + n * units
    for (let row = 0, j = 0; row < n; row++) {
      let i = 4 * row * units
      for (const end = j + units; j < end; j++, i++) {
        const from = at.gates + i
        const input = gates[from]!
        const forget = gates[from + units]!
        const fresh = gates[from + 2 * units]!
        const output = gates[from + 3 * units]!
        const t = extra[squashed + j]!
        const h = byHidden[j]!
        const c = byCell[j]! + h * output * (1 - t * t)
        const k = at.inputs + i
        to[k] = c * fresh * input * (1 - input)
        to[k + units] = c * cell.data[cell.offset + j]! * forget * (1 - forget)
        to[k + 2 * units] = c * input * (1 - fresh * fresh)
        to[k + 3 * units] = h * t * output * (1 - output)
        byCell[j] = c * forget
        byHidden[j] = 0
      }
    }
  },
  replay(inputs, products, hidden, before) {
    const units = hidden.shape.at(-1) ?? 0
    const sums = products.add(inputs)
    const sigmoid = (i: number) => gate(sums, i, units).sigmoid()
    const [input, forget, output] = [sigmoid(0), sigmoid(1), sigmoid(3)]
    const fresh = gate(sums, 2, units).tanh()
    const cell = before.mul(forget).add(input.mul(fresh))
    const squashed = cell.tanh()
    return {
      hidden: squashed.mul(output),
      cell,
      back: (byHidden, byCell) => {
        const c = byCell.add(tanhBack(byHidden.mul(output), squashed))
        const parts = [
          sigmoidBack(c.mul(fresh), input),
          sigmoidBack(c.mul(before), forget),
          tanhBack(c.mul(input), fresh),
          sigmoidBack(byHidden.mul(squashed), output),
        ]
        const adjoint = concat(parts, -1)
        return { inputs: adjoint, products: adjoint, cell: c.mul(forget) }
      },
    }
  },
}
