import type { Tensor } from '@nn/tensor'

/** The part of gate i of what lies side by side in `[n, gates · units]`. */
export function gate(gates: Tensor, i: number, units: number): Tensor {
  return gates.slice(null, [i * units, (i + 1) * units])
}
