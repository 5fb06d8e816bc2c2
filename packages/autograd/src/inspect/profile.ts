import { atOnce, wrongKind } from '@nn/check'
import { type Backend, intercept } from '@nn/tensor'
import { sizeOf } from '../tape/layout.ts'
import { type KernelCall, observed } from './observe.ts'
import { profileTable } from './profile-table.ts'

/** The clock of every runtime. */
declare const performance: { now(): number }

/** What one kernel did. */
export interface KernelProfile {
  /** `matmul`, `exp`, … */
  readonly kernel: string
  readonly calls: number
  readonly milliseconds: number
  /** Elements that were written. */
  readonly elements: number
  /** Multiplications and additions of products and convolutions; of other kernels one for each element. */
  readonly flops: number
}

/** What a function computed, and how long it took. */
export interface Profile<T> {
  readonly value: T
  /** By kernel, the longest first. */
  readonly kernels: readonly KernelProfile[]
  /** A table. */
  toString(): string
}

/**
 * Runs a function and measures every kernel that a backend runs meanwhile: how often, how long, how many elements and operations. What is outside
 * of kernels, such as drawing random numbers, is not in it.
 *
 * @throws TypeError unless it is a backend and a function, or for a promise; what the function throws.
 * @example
 * ```ts
 * import { profile } from '@nn/autograd'
 * import { cpu } from '@nn/backend-cpu'
 * const x = cpu.ones([4, 8])
 * const { value, kernels } = profile(cpu, () => x.matmul(x.transpose()).exp())
 * value.shape // => [4, 4]
 * kernels.map(({ kernel }) => kernel).sort() // => ['exp', 'matmul']
 * kernels.find(({ kernel }) => kernel === 'matmul')?.flops // => 256
 * ```
 */
export function profile<T>(backend: Backend, fn: () => T): Profile<T> {
  if (typeof fn !== 'function') throw wrongKind('profile', 'a function', fn)
  const found = new Map<string, KernelProfile>()
  const around = (call: KernelCall, run: () => void): void => {
    const start = performance.now()
    run()
    const { kernel } = call
    const { calls = 0, milliseconds = 0, elements = 0, flops = 0 } = found.get(kernel) ?? {}
    found.set(kernel, {
      kernel,
      calls: calls + 1,
      milliseconds: milliseconds + performance.now() - start,
      elements: elements + elementsOf(call),
      flops: flops + flopsOf(call),
    })
  }
  const run = (): T => atOnce('profile', 'the function to return at once', fn())
  const value = intercept(backend, (inner) => observed(inner, around), run)
  const kernels = [...found.values()].sort((a, b) => b.milliseconds - a.milliseconds)
  return { value, kernels, toString: () => profileTable(kernels) }
}

function elementsOf({ results }: KernelCall): number {
  return results.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

/** Two for each product that is added up. */
function flopsOf(call: KernelCall): number {
  const { kernel, operands } = call
  const [x, weight] = operands
  const terms = /matmul/i.test(kernel)
    ? (x?.shape.at(-1) ?? 0)
    : kernel === 'linear' || kernel === 'convolve'
      ? sizeOf(weight?.shape.slice(1) ?? [])
      : 0.5
  return 2 * terms * elementsOf(call)
}
