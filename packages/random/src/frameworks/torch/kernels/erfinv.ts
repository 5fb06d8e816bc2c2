import { upperQuantile } from '../../../numerics/quantile.ts'
import { ROUNDINGS } from './erfinv-roundings.ts'

/** `erfinv` of a number of [-1, 1]. */
export function inverseErf(y: number): number {
  const magnitude = Math.abs(y)
  const value = magnitude === 1 ? Infinity : upperQuantile((1 - magnitude) / 2) * Math.SQRT1_2
  return y < 0 ? -value : value
}

/**
 * `torch.erfinv` of a float32. PyTorch asks Intel's MKL, which errs by up to 0.502 ULP, so that of some numbers it gives the second nearest:
 * of which multiples of 2⁻²³ is known, and those are all that `uniform_(-1, 1)` gives. Of other numbers, 0.03 % would be others.
 */
export function inverseErf32(y: number): number {
  const exact = inverseErf(y)
  const nearest = Math.fround(exact)
  return misrounded().has(Math.abs(y) * 2 ** 23) ? neighbour(nearest, exact > nearest) : nearest
}

let known: ReadonlySet<number> | undefined

/** The multiples of 2⁻²³ whose value is not the nearest. */
function misrounded(): ReadonlySet<number> {
  if (known !== undefined) return known
  const steps = new Set<number>()
  let step = 0
  for (let at = 0; at < ROUNDINGS.length; at += 3) {
    step += Number.parseInt(ROUNDINGS.slice(at, at + 3), 36)
    steps.add(step)
  }
  known = steps
  return steps
}

/** The next float32 above a number that is not 0, or below it. */
function neighbour(x: number, isAbove: boolean): number {
  const bits = new Int32Array(Float32Array.of(x).buffer)
  bits[0] = (bits[0] ?? 0) + (isAbove === x > 0 ? 1 : -1)
  return new Float32Array(bits.buffer)[0] ?? 0
}
