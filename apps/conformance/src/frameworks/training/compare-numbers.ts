import type { Comparison } from '../../golden/compare.ts'
import { at } from '../../golden/present.ts'

/** `|got − want| <= abs + rel·|want|` for each number; NaN is equal to NaN. */
export function compareNumbers(
  place: string,
  want: readonly number[],
  got: readonly number[],
  { abs, rel }: { readonly abs: number; readonly rel: number },
): Comparison {
  const found = { values: want.length, mismatchingBits: 0, ulp: 0 }
  if (got.length !== want.length) {
    return { ...found, problem: `${place}: expected ${want.length} numbers, got ${got.length}` }
  }
  const isNear = (a: number, b: number): boolean =>
    Object.is(a, b) || a === b || Math.abs(a - b) <= abs + rel * Math.abs(b)
  const wrong = want.findIndex((value, i) => !isNear(at(got, i), value))
  return wrong < 0
    ? found
    : { ...found, problem: `${place}: element ${wrong}: expected ${want[wrong]}, got ${got[wrong]}` }
}
