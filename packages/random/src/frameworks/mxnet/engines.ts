import { integer, message, show } from '@nn/check'
import { Mt19937 } from '../../engines/mt19937.ts'
import { mersenneOf } from '../mersenne.ts'

/** MXNet's factor between seeds; engine k of a resource takes seed·127 + k. */
const MAGIC = 127

/** One engine of a state: its index, its 624 words and how many of their outputs are drawn. */
export interface EngineState {
  readonly index: number
  readonly key: readonly number[]
  readonly position: number
}

/** The Mersenne Twisters of a seed, made when they are first used. */
export class Engines {
  /** The seed modulo 2³². */
  readonly seed: number
  readonly #made: Map<number, Mt19937>

  constructor(seed: number, made: Map<number, Mt19937> = new Map()) {
    this.seed = seed
    this.#made = made
  }

  /** Engine k: `std::mt19937(seed·127 + k)`. */
  get(k: number): Mt19937 {
    const made = this.#made.get(k)
    if (made) return made
    const engine = Mt19937.seeded((Math.imul(this.seed, MAGIC) + k) >>> 0)
    this.#made.set(k, engine)
    return engine
  }

  clone(): Engines {
    return new Engines(this.seed, new Map([...this.#made].map(([k, engine]) => [k, engine.clone()])))
  }

  toJSON(): EngineState[] {
    return [...this.#made].map(([index, { state, position }]) => ({ index, key: [...state], position }))
  }

  /** The engines that `toJSON()` described. */
  static fromJSON(where: string, seed: number, states: unknown): Engines {
    if (!Array.isArray(states)) throw new RangeError(message(where, 'engines to be a list', show(states)))
    const made = states.map((state): [number, Mt19937] => {
      const { index, key, position } = Object(state)
      return [integer(where, 'index', index, 0, 1023), mersenneOf(where, key, position)]
    })
    return new Engines(seed, new Map(made))
  }
}
