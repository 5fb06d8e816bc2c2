import { message, show } from '@nn/check'
import type { Rng, RngState } from '../../stream/rng.ts'
import { openState } from '../../stream/state.ts'
import { type KerasOptions, type KerasSeed, openBackend, parseKerasSeed } from './backend.ts'
import { KerasStream } from './keras-stream.ts'
import type { KerasState } from './state.ts'

/** A stream of `keras.random`: one sequence of seeds, each draw made from one of them. */
export interface KerasRng extends Rng {
  /** The seed of the next draw, `SeedGenerator.next()`; it counts as that draw. */
  next(): KerasSeed
  clone(): KerasRng
  toJSON(): KerasState
}

/**
 * The stream of `keras.random.SeedGenerator(seed)` (Keras 3): draw k is made from the pair [seed, k], k = 0, 1, …; an initializer with the
 * integer seed draws with k = 0 each time. What a draw gives is the backend's: its bits are as exact as the backend's stream.
 * `bernoulli(p)` is what `keras.random.dropout(rate = 1 − p)` keeps.
 *
 * @param seed An integer that the backend takes: of [0, 2³²) on JAX and NumPy, of 64 bits on the others.
 * @throws TypeError or RangeError if it is not, TypeError if there is no backend or an option is unknown.
 * @see https://keras.io/api/random/seed_generator/
 * @example
 * ```ts
 * import { createKerasRng, tensorflowBackend } from '@nn/random/keras'
 * import { statelessNormal } from '@nn/random/tensorflow'
 * const rng = createKerasRng(42, { backend: tensorflowBackend })
 * rng.normal(new Float32Array(3)) // => statelessNormal([42, 0], new Float32Array(3))
 * rng.normal(new Float32Array(3)) // => statelessNormal([42, 1], new Float32Array(3))
 * ```
 */
export function createKerasRng(seed: number | bigint, options: KerasOptions): KerasRng {
  const where = 'createKerasRng'
  const backend = openBackend(where, options)
  return new KerasStream(backend, 'ordered', [parseKerasSeed(where, seed, backend), 0n])
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood, on the same backend.
 *
 * @throws TypeError or RangeError if the state is no object, a member is missing or wrong, the backend is another or an option is unknown.
 * @example
 * ```ts
 * import { createKerasRng, jaxBackend, kerasRngFromJSON } from '@nn/random/keras'
 * const rng = createKerasRng(42, { backend: jaxBackend })
 * rng.uniform(new Float32Array(3))
 * const copy = kerasRngFromJSON(JSON.parse(JSON.stringify(rng)), { backend: jaxBackend })
 * copy.uniform(new Float32Array(3)) // => rng.uniform(new Float32Array(3))
 * ```
 */
export function kerasRngFromJSON(state: RngState, options: KerasOptions): KerasRng {
  const where = 'kerasRngFromJSON'
  const backend = openBackend(where, options)
  const { backend: name, order, seed } = openState<KerasState>(where, state, 'keras-seed-generator')
  if (name !== backend.name)
    throw new RangeError(message(where, `the backend ${show(name)}`, show(backend.name)))
  const [first, second, ...more]: readonly unknown[] = Array.isArray(seed) ? seed : []
  const known = order === 'ordered' || order === 'unordered'
  if (!known || !isInteger(first) || !isInteger(second) || more.length > 0)
    throw new RangeError(message(where, 'order and seed as rng.toJSON() gives them', 'others'))
  const wordOf = (digits: string): bigint => parseKerasSeed(where, BigInt(digits), backend)
  return new KerasStream(backend, order, [wordOf(first), wordOf(second)])
}

function isInteger(digits: unknown): digits is string {
  return typeof digits === 'string' && /^-?\d+$/.test(digits)
}
