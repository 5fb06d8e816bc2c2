import { type Interceptor, isTensor, type Kernels, type Strided } from '@nn/tensor'

/** A call of a kernel. */
export interface KernelCall {
  /** As `matmul`, or `exp` of the functions of elements. */
  readonly kernel: string
  readonly operands: readonly Strided[]
  readonly results: readonly Strided[]
}

type Anything = (...args: never[]) => unknown

/** Kernels that hand every call of the inner ones to `around`, which runs it. */
export function observed(
  inner: Interceptor,
  around: (call: KernelCall, run: () => void) => void,
): Interceptor {
  const wrap = (name: string, kernel: Anything): Anything => {
    return (...args: never[]) => {
      const arrays = args.filter(isStrided)
      // Two results of moments, which come last; one of all others, which is all that `fill` is given.
      const first = name === 'moments' ? -2 : -1
      const call = { kernel: name, operands: arrays.slice(0, first), results: arrays.slice(first) }
      around(call, () => kernel(...args))
    }
  }
  const wrapAll = ([name, kernel]: [string, unknown]): [string, unknown] => {
    if (name === 'note') return [name, kernel]
    if (typeof kernel === 'function') return [name, wrap(name, kernel as Anything)]
    if (typeof kernel !== 'object' || kernel === null) return [name, kernel]
    // Kernels by the names of operations, or those beneath kernels that record.
    return [name, Object.fromEntries(Object.entries(kernel).map(wrapAll))]
  }
  // Each kernel is wrapped in one of its own type, which the loop cannot say.
  return Object.fromEntries(Object.entries(inner).map(wrapAll)) as unknown as Interceptor & Kernels
}

function isStrided(value: unknown): value is Strided {
  if (isTensor(value)) return true
  const { data, strides }: { readonly data?: unknown; readonly strides?: unknown } = Object(value)
  return ArrayBuffer.isView(data) && Array.isArray(strides)
}
