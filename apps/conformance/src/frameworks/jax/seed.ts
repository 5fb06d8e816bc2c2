/** A seed of a file: digits beyond 2⁵³ come as text. */
export function seedOf(seed: unknown): number | bigint {
  if (typeof seed === 'number') return seed
  if (typeof seed === 'string') return BigInt(seed)
  throw new TypeError(`expected a seed, got ${seed}`)
}
