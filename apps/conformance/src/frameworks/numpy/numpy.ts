import {
  type BitGenerator,
  type BitGeneratorName,
  createNumpyRng,
  type Generator,
  type NumpyIntegerTarget,
  type NumpyIntegerType,
  RandomState,
  type Seed,
  SeedSequence,
} from '@nn/random/numpy'
import { ArgReader } from '../../golden/args.ts'
import type { Framework, Outcome, Values } from '../../golden/framework.ts'
import type { GoldenCase } from '../../golden/golden.ts'
import { present } from '../../golden/present.ts'
import { integerOf, numberOf, numbersOf } from '../../golden/read.ts'
import { stateWords } from './state-words.ts'

/** An op of the file: what it computes from its arguments. */
type Op<S> = (stream: S, args: ArgReader, golden: Call) => Values

interface Call {
  readonly count: number
  readonly dtype: string
}

const KINDS: Readonly<Record<string, new (length: number) => NumpyIntegerTarget>> = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
}

function floats({ count, dtype }: Call): Float32Array | Float64Array {
  if (dtype === 'float32') return new Float32Array(count)
  if (dtype === 'float64') return new Float64Array(count)
  throw new RangeError(`a dtype of floats that is not known: ${dtype}`)
}

function doubles(call: Call): Float64Array {
  if (call.dtype !== 'float64') throw new RangeError(`expected dtype float64, got ${call.dtype}`)
  return new Float64Array(call.count)
}

/** A bound: a number, or digits beyond 2⁵³. */
function bound(args: ArgReader, name: string, fallback: number | null): bigint | null {
  const value = args.take<number | string | null>(name, fallback)
  return value === null ? null : BigInt(value)
}

function integers(stream: Generator | RandomState, args: ArgReader, { count, dtype }: Call): Values {
  const Kind = KINDS[dtype]
  if (!Kind) throw new RangeError(`a dtype of integers that is not known: ${dtype}`)
  const low = present(bound(args, 'low', 0), 'low')
  const high = bound(args, 'high', null)
  return stream.integers(new Kind(count), {
    low: high === null ? 0 : low,
    high: high ?? low,
    endpoint: args.take('endpoint', false),
    dtype: dtype as NumpyIntegerType,
  }) as Values
}

/** The sequence that `permutation` and `shuffle` take: n, "arange(n)" or a list. */
function sequence(args: ArgReader): number[] {
  const x = args.take<number | string | number[]>('x', Number.NaN)
  if (Array.isArray(x)) return [...x]
  const length = typeof x === 'number' ? x : Number(/^arange\((\d+)\)$/.exec(x)?.[1])
  return Array.from({ length }, (_, i) => i)
}

function choice(stream: Generator | RandomState, args: ArgReader, { count }: Call): Values {
  const p = args.take<number[] | null>('p', null)
  args.take('size', count)
  return stream.choice(new Float64Array(count), {
    a: args.take<number | number[]>('a', Number.NaN),
    replace: args.take('replace', true),
    shuffle: args.take('shuffle', true),
    ...(p === null ? {} : { p }),
  })
}

/** Ops that both streams have. */
const COMMON: Readonly<Record<string, Op<Generator | RandomState>>> = {
  random: (stream, _, call) => stream.random(floats(call)),
  uniform: (stream, args, call) =>
    stream.uniform(doubles(call), { low: args.number('low', 0), high: args.number('high', 1) }),
  normal: (stream, args, call) =>
    stream.normal(doubles(call), { mean: args.number('loc', 0), std: args.number('scale', 1) }),
  permutation: (stream, args) => stream.shuffle(sequence(args)),
  shuffle: (stream, args) => stream.shuffle(sequence(args)),
  choice,
}

const GENERATOR: Readonly<Record<string, Op<Generator>>> = {
  ...COMMON,
  standard_normal: (rng, _, call) => rng.standardNormal(floats(call)),
  integers,
  spawned_random(rng, args, call) {
    const child = args.number('child', 0)
    return rng.spawn(child + 1)[child]!.random(floats(call))
  },
  /** All halves of words in turn, as doubles. */
  mixed: (rng) =>
    Float64Array.of(
      ...rng.random(new Float32Array(3)),
      ...rng.random(new Float64Array(2)),
      ...rng.standardNormal(new Float64Array(2)),
      ...rng.random(new Float32Array(1)),
      ...rng.integers(new Float64Array(3), { high: 100 }),
      ...rng.random(new Float64Array(3)),
    ),
  /** The state after `half_words` 32-bit and `words` 64-bit draws. */
  state(rng, args) {
    rng.random(new Float32Array(args.number('half_words', 0)))
    rng.random(new Float64Array(args.number('words', 0)))
    return stateWords(rng.bitGenerator.state)
  },
}

const RANDOM_STATE: Readonly<Record<string, Op<RandomState>>> = {
  ...COMMON,
  rand: (stream, _, call) => stream.rand(doubles(call)),
  random_sample: (stream, _, call) => stream.rand(doubles(call)),
  randn: (stream, _, call) => stream.randn(doubles(call)),
  standard_normal: (stream, _, call) => stream.randn(doubles(call)),
  randn_float32: (stream, _, { count }) => stream.randn(new Float32Array(count)),
  randint: integers,
  random_integers32: integers,
}

const SEQUENCE: Readonly<Record<string, Op<SeedSequence>>> = {
  generate_state: (sequence, args, { dtype }) =>
    dtype === 'uint64'
      ? sequence.generateState(new BigUint64Array(args.number('n_words', 4)))
      : sequence.generateState(new Uint32Array(args.number('n_words', 4))),
  spawn: (sequence, args) => {
    const words = args.number('n_words', 4)
    return sequence
      .spawn(args.number('n', 1))
      .flatMap((child) => [...child.generateState(new Uint32Array(words))])
  },
}

const BIT_GENERATOR: Readonly<Record<string, Op<BitGenerator>>> = {
  random_raw: (bits, _, { count }) => bits.randomRaw(new BigUint64Array(count)),
}

/** A seed of a file: an integer, its digits where it is large, or a list of such. */
function seedOf(seed: unknown): Seed {
  if (Array.isArray(seed)) return seed.map((part) => integerOf(seedOf(part)))
  if (typeof seed === 'string') return BigInt(seed)
  if (typeof seed === 'number') return seed
  throw new TypeError(`expected a seed, got ${seed}`)
}

function run<S>(
  ops: Readonly<Record<string, Op<S>>>,
  make: (args: ArgReader) => S,
  golden: GoldenCase,
): Outcome {
  const op = ops[golden.op.split('.').at(-1)!]
  if (!op) return 'unknown'
  const args = new ArgReader(golden.args)
  const count = present(golden.shape, 'shape').reduce((product, size) => product * size, 1)
  const values = op(make(args), args, { count, dtype: present(golden.dtype, 'dtype') })
  args.done()
  return [{ values }]
}

/** NumPy's generators, new and legacy. */
export const numpy: Framework = (golden) => {
  const owner = /^numpy\.random\.(\w+)\.\w+$/.exec(golden.op)?.[1]
  const seed = seedOf(golden.seed)
  if (owner === 'Generator')
    return run(
      GENERATOR,
      (args) => createNumpyRng(seed, { bitGenerator: args.take<BitGeneratorName>('bit_generator', 'PCG64') }),
      golden,
    )
  if (owner === 'RandomState') return run(RANDOM_STATE, () => new RandomState(entropyOf(golden.seed)), golden)
  if (owner === 'SeedSequence')
    return run(
      SEQUENCE,
      (args) =>
        new SeedSequence(Array.isArray(seed) ? seed.map(integerOf) : integerOf(seed), {
          spawnKey: args.take<number[]>('spawn_key', []),
        }),
      golden,
    )
  return run(
    BIT_GENERATOR,
    () => createNumpyRng(seed, { bitGenerator: owner as BitGeneratorName }).bitGenerator,
    golden,
  )
}

/** A seed of 32-bit words: a number, or a list of them. */
function entropyOf(seed: unknown): number | number[] {
  return Array.isArray(seed) ? numbersOf(seed) : numberOf(seed)
}
