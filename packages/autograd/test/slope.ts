import type { Tensor } from '@nn/tensor'
import { randomInputs, runProgram } from './random-program.ts'

/** How far a slope lies from the one that differences show; undefined where there is a kink nearby. */
export type Comparison = { readonly error: number } | undefined

/** Compares the slope along a direction with differences of the function in both directions, at two distances. */
export function compareSlope(slope: number, at: (distance: number) => number, step = 1e-6): Comparison {
  const near = (at(step) - at(-step)) / (2 * step)
  const far = (at(4 * step) - at(-4 * step)) / (8 * step)
  const scale = Math.max(1, Math.abs(near), Math.abs(slope))
  if (!Number.isFinite(near) || Math.abs(near - far) > 1e-5 * scale) return undefined
  return { error: Math.abs(near - slope) / scale }
}

export function sumOfProducts(a: readonly Tensor[], b: readonly Tensor[]): Tensor {
  return a.map((x, i) => x.mul(b[i] ?? 0).sum()).reduce((sum, x) => sum.add(x))
}

/** A tensor as a number. */
export function numberOf(x: Tensor): number {
  return Number(x.item())
}

export type Gradients = (fn: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]) => Tensor[]

/** The comparison of one random program's slope. */
export function compareProgram(
  seed: number,
  make: Parameters<typeof randomInputs>[1],
  gradientsOf: Gradients,
): Comparison {
  const inputs = randomInputs(seed * 7 + 3, make)
  const direction = randomInputs(seed * 7 + 4, make)
  const fn = (...xs: Tensor[]): Tensor => runProgram(seed, xs)
  const gradients = gradientsOf(
    fn,
    inputs.map((x) => x.clone()),
  )
  const at = (distance: number): number =>
    numberOf(fn(...inputs.map((x, i) => x.add((direction[i] ?? x).mul(distance)))))
  return compareSlope(numberOf(sumOfProducts(gradients, direction)), at)
}
