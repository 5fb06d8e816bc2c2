import { float, word } from './single-word.ts'

/** The smallest float32 > x, for a float32 x. */
function above32(x: number): number {
  float[0] = x
  if (x === 0) word[0] = 1
  else word[0]! += x > 0 ? 1 : -1
  return float[0]!
}

/** The largest float32 < x, for a float32 x. */
export function below32(x: number): number {
  return -above32(-x)
}

/** The smallest float32 ≥ x. */
export function ceil32(x: number): number {
  const rounded = Math.fround(x)
  return rounded >= x ? rounded : above32(rounded)
}

/** The largest float32 ≤ x. */
export function floor32(x: number): number {
  return -ceil32(-x)
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
