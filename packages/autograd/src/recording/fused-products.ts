import type { ActivationOp, Kernels, Strided } from '@nn/tensor'
import { convolveRule } from '../rules/convolve.ts'
import { linearRule } from '../rules/products.ts'
import { type Slope, slopes } from '../rules/unary.ts'
import { recorded } from './recorded.ts'
import type { Recording } from './recording-kernels.ts'

/** The recording kernels of products that may apply an activation to their sums. */
export function fusedProducts(
  recording: Recording,
  unary: Kernels['unary'],
): Pick<Kernels, 'linear' | 'convolve'> {
  const { inner } = recording
  const recordLinear = recorded(inner, ['x', 'weight', 'bias'], linearRule)
  const recordConvolve = recorded(inner, ['x', 'weight', 'bias'], convolveRule)
  return {
    linear: (x, weight, bias, activation, out) =>
      activated({ recording, unary, activation, out }, (fused, to, slope) => {
        const run = (): void => inner.linear(x, weight, bias, fused, to)
        recordLinear(recording.tape, { operands: [x, weight, bias], out: to, args: undefined, run, slope })
      }),
    convolve: (x, weight, bias, activation, windows, out) =>
      activated({ recording, unary, activation, out }, (fused, to, slope) => {
        const run = (): void => inner.convolve(x, weight, bias, fused, windows, to)
        const args = { windows, x: x.shape, weight: weight.shape }
        recordConvolve(recording.tape, { operands: [x, weight, bias], out: to, args, run, slope })
      }),
  }
}

/** A product whose sums are activated. */
interface Activated {
  readonly recording: Recording
  readonly unary: Kernels['unary']
  readonly activation: ActivationOp | undefined
  readonly out: Strided
}

/** Records a product in one step where the slope of its activation follows from the result, else in one for the sums and one more. */
function activated(
  { recording: { tape }, unary, activation, out }: Activated,
  record: (activation: ActivationOp | undefined, out: Strided, slope?: Slope) => void,
): void {
  const slope = activation && slopes[activation]
  if (tape === undefined || activation === undefined || slope !== undefined) {
    record(activation, out, slope)
    return
  }
  const sums = tape.backend.zeros(out.shape, { dtype: out.dtype })
  record(undefined, sums)
  unary[activation](sums, out)
}
