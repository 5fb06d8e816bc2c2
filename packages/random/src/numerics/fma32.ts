const { fround } = Math

/**
 * Fused multiply-add of float32 numbers: `a·b + c` rounded once to float32. The product is exact in double precision;
 * only when the double sum is half-way between two float32 numbers does its own rounding error decide.
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b
  const sum = product + c
  const rounded = fround(sum)
  const rest = sum - rounded
  if (rest === 0) return rounded
  const other = rounded + 2 * rest
  return fround(other) === other ? breakTie(product, c, sum, rounded, other) : rounded
}

/** The sum lies exactly between two float32 numbers: the error of the double addition (Knuth's TwoSum) picks one. */
function breakTie(product: number, c: number, sum: number, rounded: number, other: number): number {
  const virtual = sum - product
  const error = product - (sum - virtual) + (c - virtual)
  return error !== 0 && error > 0 === other > rounded ? other : rounded
}
