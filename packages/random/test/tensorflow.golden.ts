import { describe, expect, it } from 'vitest'
import {
  foldIn,
  type StatelessSeed,
  split,
  statelessFullIntegers,
  statelessIntegers,
  statelessNormal,
  statelessTruncatedNormal,
  statelessUniform,
} from '../src/frameworks/tensorflow/index.ts'
import { type GoldenCase, sha256, ulps, written } from './bits.ts'
import tensorflow from './fixtures/tensorflow.json'

/** Bits of TensorFlow 2.21 (x86-64 Linux): the stateless cases of apps/conformance/golden/tensorflow.json. */

type Draw = (seed: StatelessSeed, golden: GoldenCase) => ArrayLike<number | bigint>

const number = ({ args }: GoldenCase, name: string, fallback: number) => (args[name] ?? fallback) as number

function floats({ dtype, n }: GoldenCase) {
  const half = dtype === 'bfloat16' || dtype === 'float16' ? { dtype } : {}
  return { out: dtype === 'float64' ? new Float64Array(n) : new Float32Array(n), half: half as object }
}

function normals(law: typeof statelessNormal): Draw {
  return (seed, golden) => {
    const { out, half } = floats(golden)
    return law(seed, out, { mean: number(golden, 'mean', 0), std: number(golden, 'stddev', 1), ...half })
  }
}

const DRAWS: Record<string, Draw> = {
  stateless_uniform(seed, golden) {
    const { dtype, n, args } = golden
    if (dtype === 'uint32') return statelessFullIntegers(seed, new Uint32Array(n))
    if (dtype === 'int32' && args.minval === null) return statelessFullIntegers(seed, new Int32Array(n))
    const options = { low: number(golden, 'minval', 0), high: number(golden, 'maxval', 1) }
    if (dtype === 'int32') return statelessIntegers(seed, new Int32Array(n), options)
    const { out, half } = floats(golden)
    return statelessUniform(seed, out, { ...options, ...half })
  },
  stateless_normal: normals(statelessNormal),
  stateless_truncated_normal: normals(statelessTruncatedNormal),
  split: (seed, { n }) => split(seed, n / 2).flatMap((child) => [...child] as number[]),
  fold_in: (seed, golden) => [...foldIn(seed, number(golden, 'data', Number.NaN))] as number[],
}

describe('TensorFlow', () => {
  const cases: GoldenCase[] = tensorflow.cases
  it.each(cases.map((golden, i) => ({ ...golden, i })))(
    '$i: $op $args, seed $seed, $n $dtype',
    async (golden) => {
      const out = DRAWS[golden.op.replace('tf.random.', '')]!(golden.seed as StatelessSeed, golden)
      if (golden.tolerance_ulp !== undefined)
        expect(ulps(out as Float64Array, golden.values!)).toBeLessThanOrEqual(golden.tolerance_ulp)
      else if (golden.values) expect(written(out, golden.dtype)).toEqual(golden.values)
      else expect(await sha256(out as Float32Array)).toBe(golden.sha256)
    },
  )
})
