/** Σ xₖ yₖ of all y, with x from `start` on: four sums side by side, which do not wait for each other. */
export function dot(x: Float64Array, y: Float64Array, start = 0): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let k = 0
  for (; k + 3 < y.length; k += 4) {
    a += (x[start + k] ?? 0) * (y[k] ?? 0)
    b += (x[start + k + 1] ?? 0) * (y[k + 1] ?? 0)
    c += (x[start + k + 2] ?? 0) * (y[k + 2] ?? 0)
    d += (x[start + k + 3] ?? 0) * (y[k + 3] ?? 0)
  }
  for (; k < y.length; k++) a += (x[start + k] ?? 0) * (y[k] ?? 0)
  return a + b + (c + d)
}
