import type { Tensor } from '@nn/tensor'
import type { Comparison } from '../../golden/compare.ts'
import { patterns, ulpDistance } from '../../golden/encode.ts'
import { at } from '../../golden/present.ts'
import { type ForwardCase, floats, type GoldenTensor, numbersOf } from './tensor.ts'

/** `|got − want| <= tolerance_abs + tolerance_rel·|want|` for each element, or as near to PyTorch's answer in float64. */
export function compareTensor(
  expected: GoldenTensor,
  got: Tensor | undefined,
  golden: ForwardCase,
  place: string,
): Comparison {
  const none = { values: 0, mismatchingBits: 0, ulp: 0 }
  if (got === undefined) return { ...none, problem: `${place}: not computed` }
  if (String(got.shape) !== String(expected.shape)) {
    return { ...none, problem: `${place}: expected shape [${expected.shape}], got [${got.shape}]` }
  }
  const want = numbersOf(expected)
  const have = Array.from(got.toArray(), Number)
  const { tolerance_abs, tolerance_rel, unstable } = golden
  const others = alternatives(unstable?.[place])
  const isNear = (a: number, b: number): boolean =>
    Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance_abs + tolerance_rel * Math.abs(b)
  const wrong = want.findIndex((value, i) => {
    const other = others.get(i)
    return !isNear(at(have, i), value) && (other === undefined || !isNear(at(have, i), other))
  })
  const distances = expected.dtype === 'float32' ? ulps(want, have) : []
  const found = {
    values: want.length,
    mismatchingBits: 0,
    ulp: distances.reduce((most, distance) => Math.max(most, distance), 0),
  }
  return wrong < 0
    ? found
    : { ...found, problem: `${place}: element ${wrong}: expected ${want[wrong]}, got ${have[wrong]}` }
}

function alternatives(
  unstable: NonNullable<ForwardCase['unstable']>[string] | undefined,
): Map<number, number> {
  if (unstable === undefined) return new Map()
  const values = floats(unstable.f64_base64, 8)
  return new Map(unstable.index.map((place, i) => [place, at(values, i)]))
}

function ulps(want: readonly number[], have: readonly number[]): number[] {
  const bitsOf = (values: readonly number[]): bigint[] => patterns(Float32Array.from(values), 'float32')
  const other = bitsOf(have)
  return bitsOf(want).map((word, i) =>
    Number.isFinite(at(want, i)) && Number.isFinite(at(have, i))
      ? ulpDistance(word, at(other, i), 'float32')
      : 0,
  )
}
