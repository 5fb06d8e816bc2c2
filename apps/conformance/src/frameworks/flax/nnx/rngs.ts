import { createRngs, type Rngs } from '@nn/random/flax'
import type { JaxKey } from '@nn/random/jax'
import { method, PyClass, PyObject } from '../../../python/objects.ts'
import { isNumber } from '../../../python/values.ts'
import { isKey, keyFrom, keyObject } from '../../jax/programs/random.ts'

/** Streams of keys by name; which of them were given decides which counter a name has. */
interface Streams {
  readonly rngs: Rngs
  readonly names: readonly string[]
}

function seedFrom(value: unknown): number | bigint | JaxKey {
  if (isKey(value)) return keyFrom(value)
  if (typeof value === 'bigint') return value
  if (isNumber(value)) return Number(value)
  throw new TypeError('a seed of nnx.Rngs that is not read')
}

function streamsOf(value: unknown): Streams {
  if (value instanceof PyObject && value.type === RNGS) return value.held as Streams
  throw new TypeError('rngs that are not read')
}

function draw(self: unknown, name: string): PyObject {
  return keyObject(streamsOf(self).rngs.stream(name).nextKey())
}

const STREAM = new PyClass('RngStream', [], {
  __call__: method((self) => (self.held as () => PyObject)()),
  fork: method((self) => (self.held as () => PyObject)()),
})

/** Members that a method of jax.random has there: `rngs.normal(shape)`, with the next key of the default stream. */
const NAMES_OF_METHODS = ['normal', 'uniform', 'split', 'fork', 'truncated_normal']

/** `nnx.Rngs` */
export const RNGS: PyClass = new PyClass('Rngs', [], {
  __init__: ([self, ...positional]: readonly unknown[], keywords: Readonly<Record<string, unknown>> = {}) => {
    const [first] = positional
    const named =
      first instanceof Map ? Object.fromEntries(first) : first === undefined ? {} : { default: first }
    const given: Record<string, unknown> = { ...named, ...keywords }
    const seeds = Object.fromEntries(Object.entries(given).map(([name, seed]) => [name, seedFrom(seed)]))
    if (self instanceof PyObject)
      self.held = { rngs: createRngs(seeds), names: Object.keys(seeds) } satisfies Streams
    return null
  },
  __call__: ([self]: readonly unknown[]) => draw(self, 'default'),
  __getitem__: ([self, name]: readonly unknown[]) => streamObject(self, String(name)),
  __getattr__: ([self, name]: readonly unknown[]) => {
    if (NAMES_OF_METHODS.includes(String(name))) throw new TypeError(`rngs.${String(name)} is not read`)
    return streamObject(self, String(name))
  },
})

function streamObject(self: unknown, name: string): PyObject {
  return new PyObject(STREAM, () => draw(self, name))
}

/** The next key of a stream, as a layer takes it. */
export function nextKey(rngs: unknown, name = 'params'): PyObject {
  if (rngs instanceof PyObject && rngs.type === STREAM) return (rngs.held as () => PyObject)()
  return draw(rngs, name)
}

export function isRngs(value: unknown): boolean {
  return value instanceof PyObject && value.type === RNGS
}

/** How many keys each stream has given. */
export function streamCounts(value: PyObject): Readonly<Record<string, number>> {
  const { rngs, names } = streamsOf(value)
  return Object.fromEntries([...names].sort().map((name) => [name, rngs.stream(name).toJSON().call]))
}
