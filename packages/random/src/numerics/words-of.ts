/** The 32-bit words of an integer ≥ 0, the lowest first, and at least one: by its digits, so that the time grows with their number. */
export function wordsOf(value: bigint): number[] {
  const digits = value.toString(16)
  const words: number[] = []
  for (let end = digits.length; end > 0; end -= 8)
    words.push(Number.parseInt(digits.slice(Math.max(0, end - 8), end), 16))
  return words
}

/** The integer ≥ 0 of such words. */
export function integerOf(words: readonly number[]): bigint {
  const digits = words.map((word) => word.toString(16).padStart(8, '0'))
  return BigInt(`0x0${digits.reverse().join('')}`)
}
