import type { Backend, DType, Tensor, TensorData } from '@nn/tensor'
import type { Arrays, Before, FusedKind, Offsets, Rows } from './fused-kind.ts'
import type { Pass } from './pass.ts'

/** The arrays of a pass; gates and what else the gradient needs are those of one step unless they are kept. */
export function arraysOf({ kind, inputs, hidden }: Pass, isKept: boolean): Arrays {
  const { backend, dtype, shape } = inputs
  const [steps = 0, n = 0] = shape
  const units = hidden.shape[1] ?? 0
  const size = n * units
  const kept = isKept ? steps : 1
  return {
    kernels: backend,
    dtype,
    n,
    units,
    inputs: rowsOf(inputs).data,
    gates: zeros(backend, dtype, kept * kind.gates * size),
    extra: zeros(backend, dtype, kept * kind.extras * size),
    out: zeros(backend, dtype, (steps + (kind.hasCell ? 1 : 0)) * size),
  }
}

/** Writes what all steps give. */
export function forward(pass: Pass, arrays: Arrays, isKept: boolean): void {
  const { kind, inputs, isReverse } = pass
  const { kernels, dtype, n, units, gates, out } = arrays
  const steps = inputs.shape[0] ?? 0
  const weight = pass.weight.contiguous()
  const bias = pass.bias?.contiguous()
  const size = n * units
  const wide = { data: gates, dtype, shape: [n, kind.gates * units], strides: [kind.gates * units, 1] }
  const narrow = { dtype, shape: [n, units], strides: [units, 1] }
  let before = startOf(pass)
  for (let i = 0; i < steps; i++) {
    const at = offsetsOf(kind, size, isReverse ? steps - 1 - i : i, isKept)
    kernels.linear({ ...narrow, ...before.hidden }, weight, bias, undefined, { ...wide, offset: at.gates })
    kind.forward(arrays, at, before)
    before = behind(arrays, at)
  }
  const { data, offset } = before.cell
  if (kind.hasCell) out.set(data.subarray(offset, offset + size), steps * size)
}

/** Where a step begins in the arrays. */
export function offsetsOf(kind: FusedKind, size: number, t: number, isKept: boolean): Offsets {
  const kept = isKept ? t : 0
  return {
    inputs: t * kind.gates * size,
    gates: kept * kind.gates * size,
    extra: kept * kind.extras * size,
    out: t * size,
  }
}

/** The state at the start. */
export function startOf({ hidden, cell }: Pick<Pass, 'hidden' | 'cell'>): Before {
  const rows = rowsOf(hidden)
  return { hidden: rows, cell: cell === undefined ? rows : rowsOf(cell) }
}

/** The state behind a step. */
export function behind({ extra, out }: Pick<Arrays, 'extra' | 'out'>, at: Offsets): Before {
  return { hidden: { data: out, offset: at.out }, cell: { data: extra, offset: at.extra } }
}

/** The elements of a tensor, row-major. */
function rowsOf(x: Tensor): Rows {
  const { data, offset } = x.contiguous()
  return { data, offset }
}

/** New memory of a backend. */
export function zeros(backend: Backend, dtype: DType, length: number): TensorData {
  return backend.zeros([length], { dtype }).data
}
