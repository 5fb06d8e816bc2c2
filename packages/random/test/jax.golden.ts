import { describe, expect, it } from 'vitest'
import {
  bernoulli,
  bits,
  foldIn,
  type JaxKey,
  key,
  keyData,
  normal,
  permutation,
  randint,
  split,
  truncatedNormal,
  uniform,
} from '../src/frameworks/jax/index.ts'
import { type GoldenCase, sha256, written } from './bits.ts'
import jax from './fixtures/jax.json'

/** Bits of jaxlib 0.10.2 (x86-64 with FMA): the cases of `jax.random` in apps/conformance/golden/jax.json. */

const FLOATS: Record<string, new (n: number) => Float32Array | Float64Array> = {
  float32: Float32Array,
  float64: Float64Array,
  bfloat16: Float32Array,
  float16: Float32Array,
}
const INTEGERS = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
}

type Draw = (key: JaxKey, golden: GoldenCase) => ArrayLike<number | bigint>

function floats({ dtype, n }: GoldenCase) {
  const half = dtype === 'bfloat16' || dtype === 'float16' ? { dtype } : {}
  return { out: new FLOATS[dtype]!(n), half: half as { dtype?: 'bfloat16' } }
}

const integers = ({ dtype, n }: GoldenCase) => new INTEGERS[dtype as keyof typeof INTEGERS](n)
const number = ({ args }: GoldenCase, name: string, fallback = Number.NaN) =>
  (args[name] ?? fallback) as number

const DRAWS: Record<string, Draw> = {
  key_data: (key) => keyData(key),
  split: (key, { n }) => split(key, n / 2).flatMap(({ words }) => words),
  fold_in: (key, golden) => foldIn(key, number(golden, 'data')).words,
  bits: (key, golden) => bits(key, integers(golden) as Uint32Array),
  uniform: (key, golden) => {
    const { out, half } = floats(golden)
    return uniform(key, out, { low: number(golden, 'minval', 0), high: number(golden, 'maxval', 1), ...half })
  },
  normal: (key, golden) => {
    const { out, half } = floats(golden)
    return normal(key, out, half)
  },
  truncated_normal: (key, golden) => {
    const { out, half } = floats(golden)
    return truncatedNormal(key, out, { low: number(golden, 'lower'), high: number(golden, 'upper'), ...half })
  },
  randint: (key, golden) =>
    randint(key, integers(golden) as Int32Array, {
      low: number(golden, 'minval'),
      high: number(golden, 'maxval'),
    }),
  permutation: (key, { n }) => permutation(key, new Int32Array(n)),
  bernoulli: (key, golden) => bernoulli(key, new Uint8Array(golden.n), { p: number(golden, 'p') }),
}

function draw(golden: GoldenCase): ArrayLike<number | bigint> {
  const options = { x64: golden.args.x64 === true, partitionable: golden.args.partitionable !== false }
  return DRAWS[golden.op.replace('jax.random.', '')]!(key(golden.seed as number, options), golden)
}

describe('JAX', () => {
  const cases: GoldenCase[] = jax.cases
  it.each(cases.map((golden, i) => ({ ...golden, i })))(
    '$i: $op $args, seed $seed, $n $dtype',
    async (golden) => {
      const out = draw(golden)
      if (golden.values) expect(written(out, golden.dtype)).toEqual(golden.values)
      else expect(await sha256(out as Float32Array)).toBe(golden.sha256)
    },
  )
})
