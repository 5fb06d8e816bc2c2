/**
 * SFC64 (small fast chaotic, 64 bits): three words of chaos and a counter.
 * Doty-Humphrey: PractRand, 2010, https://pracrand.sourceforge.net/RNG_engines.txt
 */

const TWO_32 = 2 ** 32

/** SFC64's words; `state` is a, b, c and the counter as pairs (low, high). */
export class Sfc64 {
  readonly state: Uint32Array

  constructor(state: Uint32Array) {
    this.state = state
  }

  /** The seeding by three 64-bit words (as six 32-bit ones): counter 1, and twelve words dropped. */
  static seeded(words: Uint32Array): Sfc64 {
    const engine = new Sfc64(new Uint32Array([...words.subarray(0, 6), 1, 0]))
    engine.fill(new Uint32Array(24), 0, 12)
    return engine
  }

  /** Writes `count` 64-bit words as pairs (low, high) from `out[first]` on: t = a + b + counter; a = b ⊕ b ≫ 11; b = 9c; c = rotl(c, 24) + t. */
  fill(out: Uint32Array, first: number, count: number): void {
    const { state } = this
    let aLow = state[0]!
    let aHigh = state[1]!
    let bLow = state[2]!
    let bHigh = state[3]!
    let cLow = state[4]!
    let cHigh = state[5]!
    let dLow = state[6]!
    let dHigh = state[7]!
    for (let k = first; k < first + 2 * count; k += 2) {
      const sum = aLow + bLow + dLow
      const low = sum >>> 0
      const high = (aHigh + bHigh + dHigh + (sum - low) / TWO_32) >>> 0
      dLow = (dLow + 1) >>> 0
      if (dLow === 0) dHigh = (dHigh + 1) >>> 0
      aLow = (bLow ^ ((bLow >>> 11) | (bHigh << 21))) >>> 0
      aHigh = (bHigh ^ (bHigh >>> 11)) >>> 0
      const nine = 9 * cLow
      bLow = nine >>> 0
      bHigh = (Math.imul(9, cHigh) + (nine - bLow) / TWO_32) >>> 0
      const turned = (((cLow << 24) | (cHigh >>> 8)) >>> 0) + low
      cHigh = (((cHigh << 24) | (cLow >>> 8)) + high + (turned >= TWO_32 ? 1 : 0)) >>> 0
      cLow = turned >>> 0
      out[k] = low
      out[k + 1] = high
    }
    state.set([aLow, aHigh, bLow, bHigh, cLow, cHigh, dLow, dHigh])
  }
}
