/**
 * Numbers of [0, 1) from a linear congruential generator (Knuth's constants), which any language has in two lines: the data is the same in
 * Python, bit for bit.
 */
export class Numbers {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return this.#state / 2 ** 32
  }
}
