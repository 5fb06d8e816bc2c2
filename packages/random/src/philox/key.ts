import { integer, show } from '../stream/check.ts'
import { philoxBlock, roundKeys } from './philox.ts'

/** A seed as two 32-bit words, low word first. */
type Words = readonly [number, number]

const TWO_64 = 2n ** 64n

/**
 * The seed as an integer of [0, 2⁶⁴): safe integers and 64-bit bigints; negative ones count in two's complement.
 *
 * @throws TypeError if the seed is no number or bigint, RangeError if it is no integer or does not fit.
 */
export function parseSeed(seed: unknown): bigint {
  if (typeof seed !== 'bigint' && !Number.isSafeInteger(seed)) {
    const [Kind, cure] =
      typeof seed === 'number'
        ? [RangeError, 'for 64 bits write a bigint such as 42n']
        : [TypeError, 'try createRng(42)']
    throw new Kind(
      `createRng: expected a seed that is a safe integer or a bigint, got ${show(seed)}; ${cure}`,
    )
  }
  const wide = BigInt(seed as number | bigint)
  if (wide < -(2n ** 63n) || wide >= TWO_64)
    throw new RangeError(`createRng: expected a seed of at most 64 bits, got ${show(seed)}; reduce it first`)
  return BigInt.asUintN(64, wide)
}

/** A path segment: a non-empty string or an index. */
export function parseSegment(segment: unknown): string {
  if (typeof segment === 'number')
    return String(integer('rng.at', 'path', segment, 0, Number.MAX_SAFE_INTEGER))
  if (typeof segment !== 'string')
    throw new TypeError(`rng.at: expected path to be a string or an index, got ${show(segment)}`)
  if (segment === '')
    throw new RangeError("rng.at: expected a path that is not empty, got ''; use clone() for the same stream")
  return segment
}

function seedWords(seed: bigint): Words {
  return [Number(seed & 0xffffffffn), Number(seed >> 32n)]
}

/** The path as 32-bit words: its length in UTF-16 units, then two units a word, zeros to a multiple of four. */
function pathWords(path: string): Uint32Array {
  const words = new Uint32Array(4 * Math.ceil((1 + Math.ceil(path.length / 2)) / 4))
  words[0] = path.length
  for (let i = 0; i < path.length; i++) words[1 + (i >> 1)]! |= path.charCodeAt(i) << (16 * (i & 1))
  return words
}

/**
 * The 64-bit Philox key of (seed, path): CBC-MAC of the path's words under Philox keyed by the seed. The length in
 * front makes the code prefix-free, so that no path's key is a step on the way to another's
 * (Bellare, Kilian, Rogaway: "The security of the cipher block chaining message authentication code", 2000).
 */
export function deriveKey(seed: bigint, path: string): Words {
  const keys = roundKeys(...seedWords(seed))
  const words = pathWords(path)
  const chain = new Uint32Array(4)
  for (let i = 0; i < words.length; i += 4) {
    for (let j = 0; j < 4; j++) chain[j]! ^= words[i + j]!
    philoxBlock(keys, chain[0]!, chain[1]!, chain[2]!, chain[3]!, chain, 0, 1)
  }
  return [chain[0]!, chain[1]!]
}
