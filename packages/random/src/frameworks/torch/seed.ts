import { show } from '../../stream/check.ts'

/**
 * PyTorch's rule for seeds: integers from −2⁶³ to 2⁶⁴ − 1, negative ones in two's complement.
 *
 * @throws TypeError if the seed is neither number nor bigint, RangeError if it is not such an integer.
 */
export function parseTorchSeed(where: string, seed: unknown): bigint {
  if (typeof seed !== 'number' && typeof seed !== 'bigint')
    throw new TypeError(
      `${where}: expected seed to be a safe integer or a bigint, got ${show(seed)}; nothing is drawn from the clock`,
    )
  if (typeof seed === 'number' && !Number.isSafeInteger(seed))
    throw new RangeError(`${where}: expected seed to be a safe integer or a bigint, got ${show(seed)}`)
  const value = BigInt(seed)
  if (value < -(2n ** 63n) || value >= 2n ** 64n)
    throw new RangeError(`${where}: expected seed of [-2^63, 2^64), got ${show(seed)}`)
  return BigInt.asUintN(64, value)
}
