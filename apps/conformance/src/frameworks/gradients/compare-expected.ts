import type { Tensor } from '@nn/tensor'
import type { Comparison } from '../../golden/compare.ts'
import { at } from '../../golden/present.ts'
import { floats, numbersOf } from '../forward/tensor.ts'
import type { ExpectedTensor } from './gradient-case.ts'

/** What could not be compared. */
export function failed(problem: string): Comparison {
  return { values: 0, mismatchingBits: 0, ulp: 0, problem }
}

/** `|got − want| <= tolerance_abs + tolerance_rel·|want|` for each element; NaN is NaN, and infinities are equal. The elements in `loose` are passed over. */
export function compareExpected(
  expected: ExpectedTensor,
  got: Tensor | undefined,
  place: string,
  loose: readonly number[] = [],
): Comparison {
  if (got === undefined) return failed(`${place}: not computed`)
  if (String(got.shape) !== String(expected.shape)) {
    return failed(`${place}: expected shape [${expected.shape}], got [${got.shape}]`)
  }
  const { tolerance_abs, tolerance_rel = 0, torch_f32_base64, either = [] } = expected
  const want = numbersOf(expected)
  const torch = torch_f32_base64 === undefined ? want : floats(torch_f32_base64, 4)
  const have = Array.from(got.toArray(), Number)
  const isNear = (a: number, b: number): boolean =>
    Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance_abs + tolerance_rel * Math.abs(b)
  const wrong = want.findIndex(
    (value, i) =>
      !loose.includes(i) &&
      !isNear(at(have, i), value) &&
      !(either.includes(i) && isNear(at(have, i), at(torch, i))),
  )
  const found = { values: want.length, mismatchingBits: 0, ulp: 0 }
  if (wrong < 0) return found
  return { ...found, problem: `${place}: element ${wrong}: expected ${want[wrong]}, got ${have[wrong]}` }
}
