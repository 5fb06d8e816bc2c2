import { concat } from '@nn/tensor'
import { activate, addInputs, type FusedKind } from './fused-kind.ts'
import { gate } from './gate.ts'
import { sigmoidBack, tanhBack } from './slopes.ts'

/** The steps of `Gru`; extra are the products of the gate `new`, before the reset. */
export const fusedGru: FusedKind = {
  gates: 3,
  extras: 1,
  hasCell: false,
  hasTwoAdjoints: true,
  forward(arrays, at, { hidden }) {
    const { n, units, inputs, gates, extra, out } = arrays
    addInputs(arrays, at, 2, 3)
    activate(arrays, at, 'sigmoid', [0, 2, 3])
    for (let row = 0, j = 0; row < n; row++) {
      let i = (3 * row + 2) * units
      for (const end = j + units; j < end; j++, i++) {
        const product = gates[at.gates + i]!
        extra[at.extra + j] = product
        gates[at.gates + i] = inputs[at.inputs + i]! + gates[at.gates + i - 2 * units]! * product
      }
    }
    activate(arrays, at, 'tanh', [2, 3, 3])
    for (let row = 0, j = 0; row < n; row++) {
      let i = at.gates + (3 * row + 1) * units
      for (const end = j + units; j < end; j++, i++) {
        const fresh = gates[i + units]!
        out[at.out + j] = (hidden.data[hidden.offset + j]! - fresh) * gates[i]! + fresh
      }
    }
  },
  backward({ n, units, gates, extra }, at, { hidden }, adjoints) {
    const { hidden: byHidden, inputs: to, products } = adjoints
    for (let row = 0, j = 0; row < n; row++) {
      let i = 3 * row * units
      for (const end = j + units; j < end; j++, i++) {
        const from = at.gates + i
        const reset = gates[from]!
        const update = gates[from + units]!
        const fresh = gates[from + 2 * units]!
        const h = byHidden[j]!
        const byFresh = h * (1 - update) * (1 - fresh * fresh)
        const byReset = byFresh * extra[at.extra + j]! * reset * (1 - reset)
        const byUpdate = h * (hidden.data[hidden.offset + j]! - fresh) * update * (1 - update)
        const k = at.inputs + i
        to[k] = byReset
        to[k + units] = byUpdate
        to[k + 2 * units] = byFresh
        products[k] = byReset
        products[k + units] = byUpdate
        products[k + 2 * units] = byFresh * reset
        byHidden[j] = h * update
      }
    }
  },
  replay(inputs, products, before, cell) {
    const units = before.shape.at(-1) ?? 0
    const sigmoid = (i: number) =>
      gate(products, i, units)
        .add(gate(inputs, i, units))
        .sigmoid()
    const [reset, update] = [sigmoid(0), sigmoid(1)]
    const product = gate(products, 2, units)
    const fresh = gate(inputs, 2, units).add(reset.mul(product)).tanh()
    const difference = before.sub(fresh)
    return {
      hidden: difference.mul(update).add(fresh),
      cell,
      back: (h) => {
        const byFresh = tanhBack(h.mul(update.neg().add(1)), fresh)
        const both = [sigmoidBack(byFresh.mul(product), reset), sigmoidBack(h.mul(difference), update)]
        return {
          inputs: concat([...both, byFresh], -1),
          products: concat([...both, byFresh.mul(reset)], -1),
          hidden: h.mul(update),
          cell,
        }
      },
    }
  },
}
