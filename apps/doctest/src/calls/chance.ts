/** A seeded sequence of choices: what a random call is made of, so that its seed and number give it again. */
export class Chance {
  #state: number

  constructor(seed: number, index: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)
  }

  /** U[0, 1): Mulberry32 by Tommy Ettinger. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let x = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }

  /** An integer of [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count)
  }

  /** True with this probability. */
  is(probability: number): boolean {
    return this.unit() < probability
  }

  /** One of the items, which are some. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }
}
