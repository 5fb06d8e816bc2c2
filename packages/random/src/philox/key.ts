import { type PhiloxKey, philoxBlock } from '../engines/philox4x32.ts'

/** A seed, and the key that its words are. */
export interface Seed {
  readonly value: bigint
  readonly key: PhiloxKey
}

/** A seed of [0, 2⁶⁴). */
export function seedOf(value: bigint): Seed {
  return { value, key: [Number(value & 0xffffffffn), Number(value >> 32n)] }
}

const chain = /* @__PURE__ */ new Uint32Array(4)

/**
 * The 64-bit Philox key of (seed, path): CBC-MAC of the path's words under Philox keyed by the seed. The length in
 * front makes the code prefix-free, so that no path's key is a step on the way to another's
 * (Bellare, Kilian, Rogaway: "The security of the cipher block chaining message authentication code", 2000).
 */
export function deriveKey({ key }: Seed, path: string): PhiloxKey {
  chain.fill(0)
  const words = 1 + Math.ceil(path.length / 2)
  for (let first = 0; first < words; first += 4) {
    for (let i = 0; i < 4; i++) chain[i]! ^= pathWord(path, first + i)
    philoxBlock(key, chain[0]!, chain[1]!, chain[2]!, chain[3]!, chain, 0, 1)
  }
  return [chain[0]!, chain[1]!]
}

/** A path as 32-bit words: its length in UTF-16 units, then two units a word, then zeros. */
function pathWord(path: string, index: number): number {
  return index === 0 ? path.length : unit(path, 2 * index - 2) | (unit(path, 2 * index - 1) << 16)
}

function unit(path: string, index: number): number {
  return index < path.length ? path.charCodeAt(index) : 0
}
