import { type Seeds, seedOf } from '../../stream/seed.ts'

const SEEDS: Seeds = { least: -(2n ** 63n), most: 2n ** 64n - 1n, cure: 'nothing is drawn from the clock' }

/**
 * PyTorch's rule for seeds: integers from −2⁶³ to 2⁶⁴ − 1, negative ones in two's complement.
 *
 * @throws TypeError if the seed is neither number nor bigint, RangeError if it is not such an integer.
 */
export function parseTorchSeed(where: string, seed: unknown): bigint {
  return BigInt.asUintN(64, seedOf(where, seed, SEEDS))
}
