import { isRecorded, Tensor, type TensorData, withGradient } from '@nn/tensor'
import { arraysOf, forward } from './forward.ts'
import type { Arrays } from './fused-kind.ts'
import { gradients } from './gradients.ts'
import type { Pass } from './pass.ts'
import { replayed } from './replay.ts'

/** Whether all steps can be made in one loop: over floats of one dtype on one backend. */
export function canFuse({ inputs, weight, hidden, cell, bias }: Pass): boolean {
  const { backend, dtype } = inputs
  const isAlike = (x: Tensor | undefined): boolean =>
    x === undefined || (x.backend === backend && x.dtype === dtype)
  return (dtype === 'float32' || dtype === 'float64') && [weight, hidden, cell, bias].every(isAlike)
}

/**
 * The hidden states of all steps, `[steps, n, units]`, behind which lies the last cell of a kind that has one: without a tensor for every
 * operation of every step, neither here nor in the gradient.
 */
export function fuse(pass: Pass): Tensor {
  const { kind, isReverse, inputs, weight, hidden, cell, bias } = pass
  const { backend } = inputs
  // What the gradient needs is as long as all steps, and nobody asks for it in inference.
  const isKept = isRecorded(backend)
  const others = [cell, bias].filter((x) => x !== undefined)
  const run = (isKept: boolean): Arrays => {
    const arrays = arraysOf(pass, isKept)
    forward(pass, arrays, isKept)
    return arrays
  }
  let kept: Arrays | undefined
  return withGradient({
    inputs: [inputs, weight, hidden, ...others],
    compute: () => {
      const arrays = run(isKept)
      if (isKept) kept = arrays
      const blocks = (inputs.shape[0] ?? 0) + (kind.hasCell ? 1 : 0)
      return new Tensor({ backend, data: arrays.out, shape: [blocks, ...hidden.shape] })
    },
    keep: (out) => {
      const { gates, extra } = kept ?? run(true)
      const flat = (data: TensorData): Tensor => new Tensor({ backend, data, shape: [data.length] })
      return [inputs, weight, hidden, out, flat(gates), flat(extra), ...others]
    },
    gradient: (g, inputs, weight, hidden, out, gates, extra, ...others) => {
      const cell = kind.hasCell ? others[0] : undefined
      const bias = pass.bias && others.at(-1)
      const again = { kind, isReverse, inputs, weight, hidden, cell, bias }
      if (isRecorded(backend)) return replayed(again, g)
      return gradients(again, g, { out: out.data, gates: gates.data, extra: extra.data })
    },
    isNew: true,
  })
}
