import { float, word } from './single-word.ts'

/** The next float32 above (`direction` 1) or below (−1) the finite float32 x. */
function step(x: number, direction: 1 | -1): number {
  float[0] = x
  if (x === 0) word[0] = direction === 1 ? 1 : -0x7fffffff
  else word[0]! += x > 0 === (direction === 1) ? 1 : -1
  return float[0]!
}

/** The largest float32 < x, for a float32 x. */
export function below32(x: number): number {
  return step(x, -1)
}

/** The smallest float32 ≥ x. */
export function ceil32(x: number): number {
  const rounded = Math.fround(x)
  return rounded >= x ? rounded : step(rounded, 1)
}

/** The largest float32 ≤ x. */
export function floor32(x: number): number {
  const rounded = Math.fround(x)
  return rounded <= x ? rounded : step(rounded, -1)
}

const double = /* @__PURE__ */ new Float64Array(1)
const wide = /* @__PURE__ */ new BigInt64Array(double.buffer)

/** The largest float64 < x, for a finite x. */
export function below64(x: number): number {
  if (x === 0) return -Number.MIN_VALUE
  double[0] = x
  wide[0]! += x > 0 ? -1n : 1n
  return double[0]!
}
