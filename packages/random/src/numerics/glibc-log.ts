import { float, HIGH, word } from './double-words.ts'
import { fma64 } from './fma64.ts'
import { LOG_TABLE } from './glibc-log-table.ts'

/**
 * log in double precision with the bits of glibc (2.28 and later) on x86-64 with FMA: the algorithm of ARM's Optimized
 * Routines (Nagy, 2018, https://github.com/ARM-software/optimized-routines), with the operations fused that GCC fuses.
 */

const LN2_HIGH = 0.6931471805598903
const LN2_LOW = 5.497923018708371e-14
/** Bits of the double where the table begins, 0.6875, in its high word. */
const BEGIN = 0x3fe60000
const A0 = -0.5000000000000001
const A1 = 0.33333333331825593
const A2 = -0.2499999999622955
const A3 = 0.20000304511814496
const A4 = -0.16667054827627667
const B = /* @__PURE__ */ new Float64Array([
  -0.5, 0.3333333333333352, -0.24999999999998432, 0.19999999999320328, -0.16666666669929706,
  0.14285715076560868, -0.12499997863982555, 0.11110712032936046, -0.10000486757818193, 0.09181994006195467,
  -0.08328363062289341,
])

/** glibc's log(x) of a normal double x > 0. */
export function glibcLog(x: number): number {
  if (x >= 1 - 2 ** -4 && x < 1 + 0x109 * 2 ** -12) return nearOne(x)
  float[0] = x
  const offset = word[HIGH]! - BEGIN
  const entry = (offset >> 12) & 0xfe
  const k = offset >> 20
  word[HIGH]! -= k << 20
  const r = fma64(float[0]!, LOG_TABLE[entry]!, -1)
  const w = fma64(k, LN2_HIGH, LOG_TABLE[entry + 1]!)
  const high = w + r
  const r2 = r * r
  const low = fma64(r2, A0, fma64(k, LN2_LOW, w - high + r))
  const series = fma64(fma64(r, A4, A3), r2, fma64(r, A2, A1))
  return fma64(r * r2, series, low) + high
}

/** In about [1 − 2⁻⁴, 1 + 2⁻⁴]: a longer series, with r − r²/2 in two parts. */
function nearOne(x: number): number {
  if (x === 1) return 0
  const r = x - 1
  const r2 = r * r
  const r3 = r * r2
  const last = fma64(r3, B[10]!, fma64(r2, B[9]!, fma64(r, B[8]!, B[7]!)))
  const middle = fma64(last, r3, fma64(r2, B[6]!, fma64(r, B[5]!, B[4]!)))
  const series = fma64(middle, r3, fma64(r2, B[3]!, fma64(r, B[2]!, B[1]!)))
  const top = fma64(-(2 ** 27), r, fma64(r, 2 ** 27, r))
  const square = top * top
  const high = fma64(square, -0.5, r)
  const low = fma64(-0.5 * (r - top), r + top, fma64(square, -0.5, r - high))
  return high + fma64(series, r3, low)
}
