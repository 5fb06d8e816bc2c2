import { philoxBlock, roundKeys } from '../engines/philox4x32.ts'

/** A seed as two 32-bit words, low word first. */
type Words = readonly [number, number]

/** The path as 32-bit words: its length in UTF-16 units, then two units a word, zeros to a multiple of four. */
function pathWords(path: string): Uint32Array {
  const words = new Uint32Array(4 * Math.ceil((2 + path.length) / 8))
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
  const keys = roundKeys(Number(seed & 0xffffffffn), Number(seed >> 32n))
  const words = pathWords(path)
  const chain = new Uint32Array(4)
  for (let i = 0; i < words.length; i += 4) {
    for (let j = 0; j < 4; j++) chain[j]! ^= words[i + j]!
    philoxBlock(keys, chain[0]!, chain[1]!, chain[2]!, chain[3]!, chain, 0, 1)
  }
  return [chain[0]!, chain[1]!]
}
