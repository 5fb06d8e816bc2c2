/** The Mersenne Twister MT19937 (Matsumoto, Nishimura 1998, https://doi.org/10.1145/272991.272995). */

import { refillBySimd } from './mt19937-simd.ts'

const N = 624
const M = 397
const UPPER = 0x80000000
const LOWER = 0x7fffffff
const MATRIX = 0x9908b0df

/**
 * MT19937 by blocks: `words` holds the tempered outputs of the current `state`, those from `position` on are still to be
 * drawn, and a block of 624 is made at once. Fill loops read `words` directly.
 */
export class Mt19937 {
  readonly state: Uint32Array
  readonly words: Uint32Array = new Uint32Array(N)
  position: number

  /** Takes the state over (624 words) and goes on at `position`, an integer of [0, 624]; 624 twists before the next word. */
  constructor(state: Uint32Array, position: number) {
    this.state = state
    this.position = position
    if (position < N) this.#temper()
  }

  /** Knuth's seeding of a state by one 32-bit word, `init_genrand` of the reference code. */
  static seeded(seed: number): Mt19937 {
    const state = new Uint32Array(N)
    state[0] = seed
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1]!
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i
    }
    return new Mt19937(state, N)
  }

  /** Seeding by one or more 32-bit words, `init_by_array` of the reference code. */
  static keyed(key: ArrayLike<number>): Mt19937 {
    const engine = Mt19937.seeded(19650218)
    const { state } = engine
    let i = 1
    const mixed = (multiplier: number): number => {
      const previous = state[i - 1]!
      return state[i]! ^ Math.imul(previous ^ (previous >>> 30), multiplier)
    }
    const advance = (): void => {
      if (++i < N) return
      state[0] = state[N - 1]!
      i = 1
    }
    for (let k = 0; k < Math.max(N, key.length); k++) {
      const j = k % key.length
      state[i] = mixed(1664525) + key[j]! + j
      advance()
    }
    for (let k = 1; k < N; k++) {
      state[i] = mixed(1566083941) - i
      advance()
    }
    state[0] = UPPER
    return engine
  }

  /** The next word, uniform on [0, 2³²). */
  next(): number {
    if (this.position === N) this.refill()
    return this.words[this.position++]!
  }

  /** Makes the next 624 words; the ones left are dropped. */
  refill(): void {
    this.position = 0
    if (refillBySimd(this)) return
    const { state } = this
    for (let i = 0; i < N - M; i++) state[i] = state[i + M]! ^ twisted(state[i]!, state[i + 1]!)
    for (let i = N - M; i < N - 1; i++) state[i] = state[i + M - N]! ^ twisted(state[i]!, state[i + 1]!)
    state[N - 1] = state[M - 1]! ^ twisted(state[N - 1]!, state[0]!)
    this.#temper()
  }

  /** A generator that goes on from the same state on its own. */
  clone(): Mt19937 {
    return new Mt19937(this.state.slice(), this.position)
  }

  #temper(): void {
    const { state, words } = this
    for (let i = 0; i < N; i++) {
      let word = state[i]!
      word ^= word >>> 11
      word ^= (word << 7) & 0x9d2c5680
      word ^= (word << 15) & 0xefc60000
      words[i] = word ^ (word >>> 18)
    }
  }
}

function twisted(a: number, b: number): number {
  const mixed = (a & UPPER) | (b & LOWER)
  return (mixed >>> 1) ^ (-(mixed & 1) & MATRIX)
}
