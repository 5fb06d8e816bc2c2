/** `base ** exponent` of floats: square roots, and their inverses, to the nearest number, as C's `pow` gives them. */
export function power(base: number, exponent: number): number {
  if (exponent === 2) return base * base
  if (exponent === 0.5) return Math.sqrt(base)
  if (exponent === -0.5) return inverseRoot(base)
  if (exponent === -1) return 1 / base
  return base ** exponent
}

/** The number nearest to 1/√x. */
function inverseRoot(x: number): number {
  const guess = 1 / Math.sqrt(x)
  if (!Number.isFinite(guess) || guess === 0) return guess
  const step = 2 ** (Math.floor(Math.log2(guess)) - 52)
  const near = [guess - step, guess, guess + step]
  return near.reduce((best, other) => (isNearer(other, best, x) ? other : best))
}

/** Whether a is nearer to 1/√x than b: their middle m is on the other side of it, by the sign of m²x − 1, which is exact. */
function isNearer(a: number, b: number, x: number): boolean {
  if (a === b) return false
  const [low, high] = a < b ? [a, b] : [b, a]
  const [sum, twos] = fraction(low, high)
  const [value, more] = parts(x)
  // (sum · 2^twos / 2)² · value · 2^more < 1, the middle being half of the sum.
  const left = sum * sum * value
  const shift = 2 * (twos - 1) + more
  const isBelow = shift >= 0 ? left << BigInt(shift) < 1n : left < 1n << BigInt(-shift)
  return isBelow ? a === high : a === low
}

/** `low + high` as an integer times a power of two. */
function fraction(low: number, high: number): [bigint, number] {
  const [a, aTwos] = parts(low)
  const [b, bTwos] = parts(high)
  const twos = Math.min(aTwos, bTwos)
  return [(a << BigInt(aTwos - twos)) + (b << BigInt(bTwos - twos)), twos]
}

/** A positive number as an integer times a power of two. */
function parts(value: number): [bigint, number] {
  const twos = Math.floor(Math.log2(value)) - 53
  return [BigInt(value / 2 ** twos), twos]
}
