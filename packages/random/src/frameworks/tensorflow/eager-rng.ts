import { checkOptions, integer, message } from '@nn/check'
import { checkPermutation, type Rules } from '../../stream/laws.ts'
import type {
  BernoulliOptions,
  FillOptions,
  FloatArray,
  IntegersOptions,
  NumericArray,
  Rng,
  RngState,
} from '../../stream/rng.ts'
import { cannotSplit } from '../../stream/sequential.ts'
import { openState } from '../../stream/state.ts'
import { createPythonRng, type PythonRng, type PythonState, pythonRngFromJSON } from '../python/index.ts'
import { type PhiloxSource, skip } from './kernels/source.ts'
import type {
  OpSeed,
  TensorflowNormalOptions,
  TensorflowTruncatedNormalOptions,
  TensorflowUniformOptions,
} from './options.ts'
import { type Execution, PhiloxStream } from './philox-stream.ts'
import { EAGER_RULES, OP_SEED } from './rules.ts'

/** Seeds count modulo this: the largest int32. */
const MODULUS = 2 ** 31 - 1
/** The key where no global seed is set. */
const DEFAULT_SEED = 87654321

/** The state of the stream after `tf.random.set_seed`. */
export interface EagerState extends RngState {
  readonly algorithm: 'tensorflow-eager'
  readonly version: 1
  /** The global seed modulo 2³¹ − 1, and the generator of op seeds; null where no global seed is set. */
  readonly global: { readonly seed: number; readonly python: PythonState } | null
  /** Blocks that ops with seeds have set aside, by op and seed. */
  readonly executed: Readonly<Record<string, number>>
}

/** TensorFlow's random ops, in the order in which a program runs them. */
export interface EagerRng extends Rng {
  bits(out: Uint32Array, options?: FillOptions & OpSeed): Uint32Array
  /** `tf.random.uniform(shape, minval, maxval, dtype, seed)`. */
  uniform<T extends FloatArray>(out: T, options?: TensorflowUniformOptions & OpSeed): T
  /** `tf.random.normal(shape, mean, stddev, dtype, seed)`. */
  normal<T extends FloatArray>(out: T, options?: TensorflowNormalOptions & OpSeed): T
  /** `tf.random.truncated_normal(shape, mean, stddev, dtype, seed)`. */
  truncatedNormal<T extends FloatArray>(out: T, options?: TensorflowTruncatedNormalOptions & OpSeed): T
  bernoulli<T extends NumericArray>(out: T, options?: BernoulliOptions & OpSeed): T
  /** `tf.random.uniform(shape, minval, maxval, tf.int32, seed)`. */
  integers<T extends NumericArray>(out: T, options: IntegersOptions & OpSeed): T
  /** `tf.random.shuffle(tf.range(n), seed)`. */
  permutation<T extends NumericArray>(out: T, options?: OpSeed): T
  clone(): EagerRng
  toJSON(): EagerState
}

/** What a global seed starts. */
interface Global {
  readonly seed: number
  /** The generator of op seeds. */
  readonly python: PythonRng
}

class Eager extends PhiloxStream implements EagerRng {
  readonly #global: Global | null
  readonly #executed: Map<string, number>

  constructor(global: Global | null, executed: Iterable<readonly [string, number]> = []) {
    super()
    this.#global = global
    this.#executed = new Map(executed)
  }

  override get rules(): Rules {
    return EAGER_RULES
  }

  at(_path: string | number): this {
    return this
  }

  split(_count: number): never {
    throw cannotSplit("TensorFlow's global seed", 'use Generator.fromSeed(seed).split(count)')
  }

  clone(): EagerRng {
    const global = this.#global
    return new Eager(global && { seed: global.seed, python: global.python.clone() }, this.#executed)
  }

  toJSON(): EagerState {
    const global = this.#global && { seed: this.#global.seed, python: this.#global.python.toJSON() }
    return { algorithm: 'tensorflow-eager', version: 1, global, executed: Object.fromEntries(this.#executed) }
  }

  override permutation<T extends NumericArray>(out: T, options?: OpSeed): T {
    const where = 'rng.permutation'
    checkPermutation(where, out)
    checkOptions(where, options, OP_SEED)
    this.drawPermutation(out, options)
    return out
  }

  execute<R>({ op, blocks, opSeed }: Execution, fill: (source: PhiloxSource) => R): R {
    const [seed, local] = this.#seeds(opSeed)
    const name = `${op}:${local}`
    const begin = this.#executed.get(name) ?? 0
    const result = fill({ key: [seed, 0], counter: skip([0, 0, local, 0], begin) })
    this.#executed.set(name, begin + blocks)
    if (opSeed === undefined) this.#global?.python.randint(0, MODULUS)
    return result
  }

  /** The pair of seeds of an op; (0, 0) would mean no seed and becomes (0, 2³¹ − 1). */
  #seeds(opSeed: number | undefined): [number, number] {
    const seed = this.#global?.seed ?? DEFAULT_SEED
    const local = modulo(this.#opSeed(opSeed))
    return seed === 0 && local === 0 ? [0, MODULUS] : [seed, local]
  }

  /** The op's own seed, or the one that is drawn next. */
  #opSeed(opSeed: number | undefined): number {
    if (opSeed !== undefined) return integer('rng', 'opSeed', opSeed)
    if (this.#global) return this.#global.python.clone().randint(0, MODULUS)
    const cure = 'nothing is drawn from the clock: try { opSeed: 5 }'
    throw new RangeError(message('rng', 'a global seed or an op seed', 'neither', cure))
  }
}

function modulo(seed: number): number {
  return ((seed % MODULUS) + MODULUS) % MODULUS
}

/**
 * The stream of a program after `tf.random.set_seed(seed)`: op n without a seed of its own gets the n-th `randint(0, 2³¹ − 1)` of
 * Python's `random.Random(seed)`; an op with `opSeed` goes on where the last one of that op and seed stood. Eager ops of TensorFlow
 * 2.21 on x86-64 Linux, bit for bit in float32. `at(path)` is the stream itself.
 *
 * @param seed A safe integer; null for a program without a global seed, where every op needs an `opSeed`.
 * @throws TypeError or RangeError if it is neither.
 * @see https://www.tensorflow.org/api_docs/python/tf/random/set_seed
 * @example
 * ```ts
 * import { createTensorflowRng } from '@nn/random/tensorflow'
 * const rng = createTensorflowRng(42)
 * rng.normal(new Float32Array(3)) // => new Float32Array([0.32746851444244385, -0.8426257967948914, 0.31943368911743164])
 * rng.uniform(new Float32Array(2), { opSeed: 5 }).length // => 2
 * ```
 */
export function createTensorflowRng(seed: number | null): EagerRng {
  if (seed === null) return new Eager(null)
  integer('createTensorflowRng', 'seed', seed)
  return new Eager({ seed: modulo(seed), python: createPythonRng(seed) })
}

/**
 * The stream that `rng.toJSON()` described, going on where it stood.
 *
 * @throws TypeError or RangeError if the state is no object or a member is missing or wrong.
 * @example
 * ```ts
 * import { createTensorflowRng, tensorflowRngFromJSON } from '@nn/random/tensorflow'
 * const rng = createTensorflowRng(42)
 * rng.normal(new Float32Array(3))
 * const copy = tensorflowRngFromJSON(JSON.parse(JSON.stringify(rng)))
 * copy.uniform(new Float32Array(2)) // => rng.uniform(new Float32Array(2))
 * ```
 */
export function tensorflowRngFromJSON(state: RngState): EagerRng {
  const where = 'tensorflowRngFromJSON'
  const { global, executed } = openState<EagerState>(where, state, 'tensorflow-eager')
  if (typeof executed !== 'object' || executed === null || typeof global !== 'object')
    throw new RangeError(message(where, 'global and executed as rng.toJSON() gives them', 'others'))
  const blocks = Object.entries(executed).map(
    ([name, count]) => [name, integer(where, name, count, 0)] as const,
  )
  return new Eager(global && globalOf(where, global), blocks)
}

function globalOf(
  where: string,
  { seed, python }: { readonly seed?: unknown; readonly python?: unknown },
): Global {
  return { seed: integer(where, 'seed', seed, 0, MODULUS - 1), python: pythonRngFromJSON(Object(python)) }
}
