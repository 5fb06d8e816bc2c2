/** A share of [0, 1] that was computed, as 1 − 0.95, is off by so much; the product with n by as much again. */
const ROUNDING = Number.EPSILON

/** `⌈share · n⌉`: a product that is an integer but for the rounding of doubles is that integer, so that .55 of 100 is 55. */
export function countOf(share: number, n: number): number {
  const product = share * n
  const near = Math.round(product)
  return near > 0 && Math.abs(product - near) <= n * ROUNDING ? near : Math.ceil(product)
}
