import { type Tensor, where } from '@nn/tensor'
import { activate, addInputs, type FusedKind } from './fused-kind.ts'
import { tanhBack } from './slopes.ts'

/** The steps of `Rnn` with one of its functions. */
export function fusedRnn(nonlinearity: 'tanh' | 'relu'): FusedKind {
  const isTanh = nonlinearity === 'tanh'
  return {
    gates: 1,
    extras: 0,
    hasCell: false,
    hasTwoAdjoints: false,
    forward(arrays, at) {
      const { n, units, gates, out } = arrays
      addInputs(arrays, at, 1, 1)
      activate(arrays, at, nonlinearity, [0, 1, 1])
      for (let j = 0; j < n * units; j++) out[at.out + j] = gates[at.gates + j]!
    },
    backward({ n, units, gates }, at, _, { hidden, inputs: to }) {
      for (let j = 0; j < n * units; j++) {
        const y = gates[at.gates + j]!
        const slope = isTanh ? 1 - y * y : y > 0 ? 1 : 0
        to[at.inputs + j] = hidden[j]! * slope
        hidden[j] = 0
      }
    },
    replay(inputs, products, _, cell) {
      const sums = products.add(inputs)
      const y = isTanh ? sums.tanh() : sums.relu()
      const back = (g: Tensor) => {
        const adjoint = isTanh ? tanhBack(g, y) : where(y.gt(0), g, 0)
        return { inputs: adjoint, products: adjoint, cell }
      }
      return { hidden: y, cell, back }
    },
  }
}
