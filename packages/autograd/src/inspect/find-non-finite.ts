import { atOnce, wrongKind } from '@nn/check'
import { type Backend, type Interceptor, intercept, type Strided } from '@nn/tensor'
import { type KernelCall, observed } from './observe.ts'

/** A call of a kernel that made the first number that is none. */
export interface NonFinite {
  /** `log`, `div`, …; `withGradient` for what is computed in one go, such as all steps of a recurrent layer. */
  readonly kernel: string
  /** How many calls of kernels came before it. */
  readonly call: number
  /** The shapes of its operands. */
  readonly shapes: readonly (readonly number[])[]
  /** The place of the first such element of the result, its indices. */
  readonly index: readonly number[]
  /** NaN, Infinity or −Infinity. */
  readonly value: number
}

/** Ends the function early. */
class Found extends Error {
  readonly where: NonFinite

  constructor(where: NonFinite) {
    super('found')
    this.where = where
  }
}

/**
 * Runs a function until a kernel makes a NaN or an infinity of operands that have none, and says which; undefined if none does. Run what works
 * out gradients inside to search them, too.
 *
 * @throws TypeError unless it is a backend and a function, or for a promise; what the function throws.
 * @example
 * ```ts
 * import { findNonFinite } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * const x = cpu.tensor([1, 0, 4])
 * const found = findNonFinite(cpu, () => x.sqrt().log().mul(x).sum())
 * found?.kernel // => 'log'
 * found?.index // => [1]
 * found?.value // => -Infinity
 * ```
 */
export function findNonFinite(backend: Backend, fn: () => unknown): NonFinite | undefined {
  if (typeof fn !== 'function') throw wrongKind('findNonFinite', 'a function', fn)
  let calls = 0
  const around = (call: KernelCall, run: () => void): void => {
    const isClean = call.operands.every((x) => firstOf(x) === undefined)
    run()
    const found = isClean
      ? call.results.map((x) => firstOf(x)).find((place) => place !== undefined)
      : undefined
    if (found !== undefined) {
      throw new Found({
        kernel: call.kernel,
        call: calls,
        shapes: call.operands.map(({ shape }) => shape),
        ...found,
      })
    }
    calls++
  }
  try {
    const run = (): unknown => atOnce('findNonFinite', 'the function to return at once', fn())
    const wrap = (inner: Interceptor): Interceptor => ({
      ...observed(inner, around),
      // What `withGradient` computes, no kernel shows.
      note: (computed) => {
        const { inputs, out } = computed
        const call = { kernel: 'withGradient', operands: inputs, results: [out] }
        around(call, () => inner.note?.(computed))
      },
    })
    intercept(backend, wrap, run)
    return undefined
  } catch (error) {
    if (error instanceof Found) return error.where
    throw error
  }
}

/** The first element that is no finite number. */
function firstOf(x: Strided): Pick<NonFinite, 'index' | 'value'> | undefined {
  if (x.dtype !== 'float32' && x.dtype !== 'float64') return undefined
  const { data, shape, strides, offset } = x
  const walk = (axis: number, place: number, index: readonly number[]): ReturnType<typeof firstOf> => {
    const n = shape[axis]
    if (n === undefined) {
      const value = data[place] ?? 0
      return Number.isFinite(value) ? undefined : { index, value }
    }
    for (let i = 0; i < n; i++) {
      const found = walk(axis + 1, place + i * (strides[axis] ?? 0), [...index, i])
      if (found !== undefined) return found
    }
    return undefined
  }
  return walk(0, offset, [])
}
