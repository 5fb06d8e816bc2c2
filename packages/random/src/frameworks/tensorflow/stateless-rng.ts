import { integer, message, show } from '@nn/check'
import { sha1 } from '../../hash/sha1.ts'
import { utf8 } from '../../hash/utf8.ts'
import { pathBelow } from '../../stream/path.ts'
import type { Rng, RngState } from '../../stream/rng.ts'
import { MOST_STREAMS } from '../../stream/seed.ts'
import { digitsOf, openState } from '../../stream/state.ts'
import { fillWords } from './kernels/integers.ts'
import type { PhiloxSource } from './kernels/source.ts'
import { type Execution, PhiloxStream } from './philox-stream.ts'
import { int64, statelessSource } from './seed.ts'

const MOST_CALLS = 2 ** 32

/** The state of a stream of stateless seeds. */
export interface StatelessState extends RngState {
  readonly algorithm: 'tensorflow-stateless'
  readonly version: 1
  /** Decimal digits of the seed in [−2⁶³, 2⁶³). */
  readonly seed: string
  readonly path: string
  /** How many fills the stream has made. */
  readonly call: number
}

class StatelessStream extends PhiloxStream {
  readonly #seed: bigint
  readonly #path: string
  #call: number

  constructor(seed: bigint, path = '', call = 0) {
    super()
    this.#seed = seed
    this.#path = path
    this.#call = call
  }

  at(path: string | number): Rng {
    return new StatelessStream(this.#seed, pathBelow(this.#path, path))
  }

  split(count: number): Rng[] {
    integer('rng.split', 'count', count, 0, MOST_STREAMS)
    const seeds = new BigInt64Array(count)
    this.execute(undefined, (source) => fillWords(source, seeds, 0))
    return Array.from(seeds, (seed) => new StatelessStream(seed))
  }

  clone(): Rng {
    return new StatelessStream(this.#seed, this.#path, this.#call)
  }

  toJSON(): StatelessState {
    const seed = String(this.#seed)
    return { algorithm: 'tensorflow-stateless', version: 1, seed, path: this.#path, call: this.#call }
  }

  execute<R>(_: Execution | undefined, fill: (source: PhiloxSource) => R): R {
    const result = fill(statelessSource('rng', [this.#seed, this.#second()]))
    this.#call++
    return result
  }

  /** The number of the fill; below the root 64 bits of SHA-1 of the path and the number. */
  #second(): bigint {
    if (this.#path === '') return BigInt(this.#call)
    const [high = 0, low = 0] = sha1(utf8('rng.at', 'path', `${this.#path}\0${this.#call}`))
    return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low))
  }
}

/**
 * The stream of TensorFlow's stateless ops: fill n draws with the seed [seed, n], n = 0, 1, …, as Keras's `SeedGenerator(seed)` does.
 * TensorFlow knows no paths: fill n at a path draws with [seed, 64 bits of SHA-1(path, n)].
 *
 * @param seed An integer of [−2⁶³, 2⁶³).
 * @throws TypeError or RangeError if it is not.
 * @example
 * ```ts
 * import { createStatelessRng, statelessNormal } from '@nn/random/tensorflow'
 * const rng = createStatelessRng(42)
 * rng.normal(new Float32Array(3)) // => statelessNormal([42, 0], new Float32Array(3))
 * rng.normal(new Float32Array(3)) // => statelessNormal([42, 1], new Float32Array(3))
 * rng.at('0.weight').uniform(new Float32Array(8)).length // => 8
 * ```
 */
export function createStatelessRng(seed: number | bigint): Rng {
  return new StatelessStream(int64('createStatelessRng', 'seed', seed))
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
 * @example
 * ```ts
 * import { createStatelessRng, statelessRngFromJSON } from '@nn/random/tensorflow'
 * const rng = createStatelessRng(42).at('0')
 * const copy = statelessRngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.normal(new Float32Array(2)) // => rng.normal(new Float32Array(2))
 * ```
 */
export function statelessRngFromJSON(state: RngState): Rng {
  const where = 'statelessRngFromJSON'
  const { seed, path, call } = openState<StatelessState>(where, state, 'tensorflow-stateless')
  if (typeof path !== 'string') throw new RangeError(message(where, 'path to be a string', show(path)))
  return new StatelessStream(
    digitsOf(where, 'seed', seed, [-(2n ** 63n), 2n ** 63n - 1n]),
    path,
    integer(where, 'call', call, 0, MOST_CALLS),
  )
}
