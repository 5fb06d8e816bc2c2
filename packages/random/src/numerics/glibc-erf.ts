import { float, HIGH, word } from './double-words.ts'
import { glibcExp } from './glibc-exp.ts'

/**
 * erf in double precision with the bits of glibc up to 2.40, which follows Sun's fdlibm (1993,
 * https://www.netlib.org/fdlibm/s_erf.c): rational functions, whose terms are summed in pairs.
 */

/** erf(1), rounded to float32. */
const AT_ONE = 0.8450629115104675
const FROM_ONE = 0.12837916709551259
const PP = [
  0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
  -2.3763016656650163e-5,
]
const QQ = [
  1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
  -3.960228278775368e-6,
]
const PA = [
  -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175, -0.11089469428239668,
  0.035478304325618236, -0.002166375594868791,
]
const QA = [
  1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
  0.011984499846799107,
]
const RA = [
  -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
  -184.60509290671104, -81.2874355063066, -9.814329344169145,
]
const SA = [
  1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
  108.63500554177944, 6.570249770319282, -0.0604244152148581,
]
const RB = [
  -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
  -1025.0951316110772, -483.5191916086514,
]
const SB = [
  1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
  474.52854120695537, -22.44095244658582,
]

/** c₀ + c₁x + (c₂ + c₃x)x² + …, the powers of x² being products of one another, from the lowest on. */
function inPairs(c: readonly number[], x: number): number {
  const x2 = x * x
  const x4 = x2 * x2
  const powers = [1, x2, x4, x4 * x2, x4 * x4]
  let sum = c[0]! + x * c[1]!
  for (let i = 2; i < c.length; i += 2) {
    const pair = i + 1 < c.length ? c[i]! + x * c[i + 1]! : c[i]!
    sum += powers[i / 2]! * pair
  }
  return sum
}

/** glibc's erf(x). */
export function glibcErf(x: number): number {
  const size = Math.abs(x)
  if (size < 0.84375) {
    if (size < 2 ** -28) return x + FROM_ONE * x
    const z = x * x
    return x + x * (inPairs(PP, z) / inPairs(QQ, z))
  }
  if (size < 1.25) return Math.sign(x) * (AT_ONE + inPairs(PA, size - 1) / inPairs(QA, size - 1))
  if (size >= 6) return Math.sign(x)
  const s = 1 / (size * size)
  const ratio = size < 2.857142857142857 ? inPairs(RA, s) / inPairs(SA, s) : inPairs(RB, s) / inPairs(SB, s)
  float[0] = size
  word[1 - HIGH] = 0
  const z = float[0]!
  const r = glibcExp(-z * z - 0.5625) * glibcExp((z - size) * (z + size) + ratio)
  return Math.sign(x) * (1 - r / size)
}
