/**
 * logf, sinf and cosf with the bits of glibc (2.28 and later, x86-64 and aarch64): double-precision tables and
 * polynomials of ARM's Optimized Routines (Nagy, Dijkstra, 2017–2018,
 * https://github.com/ARM-software/optimized-routines), rounded once to float32.
 */
import { float, word } from './single-word.ts'

const { fround, LN2 } = Math

/** 1/c and ln c at the sixteen centres c of [0.699, 1.398). */
const LOG_TABLE = /* @__PURE__ */ new Float64Array([
  1.398907162146528, -0.33569133332882284, 1.3403141896637998, -0.2929040563774074, 1.286432210124115,
  -0.2518726580937369, 1.2367150214269895, -0.21245868807117255, 1.1906977166711752, -0.17453945183745634,
  1.1479821020556429, -0.1380057072319758, 1.1082251448272158, -0.10275976698545139, 1.0711297413057381,
  -0.06871392447020525, 1.036437278977283, -0.0357891387398228, 1, 0, 0.9492859795739057, 0.05204517742929496,
  0.8951049428609004, 0.11081431298787942, 0.8476821620351103, 0.1652495223695143, 0.8050314851692001,
  0.21687389031699977, 0.7664671008843108, 0.2659635028121397, 0.731428603316328, 0.3127556664073557,
])
/** Bits of the float32 number where the table begins. */
const LOG_BEGIN = 0x3f330000
const LOG2 = -0.4999997485802103
const LOG3 = 0.333456765744066
const LOG4 = -0.25089342214237154

/** glibc's logf(x) of a positive normal float32 x. */
export function logf(x: number): number {
  if (x === 1) return 0
  float[0] = x
  const offset = word[0]! - LOG_BEGIN
  const exponent = offset >> 23
  const entry = (offset >> 18) & 30
  word[0]! -= exponent << 23
  const r = float[0]! * LOG_TABLE[entry]! - 1
  const start = LOG_TABLE[entry + 1]! + exponent * LN2
  const r2 = r * r
  return fround((LOG4 * r2 + (LOG3 * r + LOG2)) * r2 + (start + r))
}

const HALF_PI = 1.5707963267948966
/** 2²⁴·2/π. */
const QUADRANTS = 10680707.430881744
const COS2 = -0.49999999725108224
const COS4 = 0.041666623324344516
const COS6 = -0.001388676379437604
const COS8 = 2.4390450703564542e-5
const SIN3 = -0.16666654943701084
const SIN5 = 0.008332178146138854
const SIN7 = -0.00019517298981385725

function sinPolynomial(x: number, x2: number): number {
  const x3 = x * x2
  return x + x3 * SIN3 + x3 * x2 * (SIN5 + x2 * SIN7)
}

function cosPolynomial(x2: number): number {
  const x4 = x2 * x2
  return 1 + x2 * COS2 + x4 * COS4 + x4 * x2 * (COS6 + x2 * COS8)
}

/** sin(x + quadrant·π/2) for a float32 x, 0 ≤ x < 120. */
function sine(x: number, quadrant: number): number {
  // Below π/4 nothing is reduced, below 2⁻¹² nothing is computed.
  const n = x < 0.7853982 ? 0 : (Math.trunc(x * QUADRANTS) + 0x800000) >> 24
  const y = x - n * HALF_PI
  const turn = (n + quadrant) & 3
  if ((turn & 1) === 1) {
    const cos = fround(cosPolynomial(y * y))
    return turn === 1 ? cos : -cos
  }
  const sin = fround(x < 2 ** -12 ? x : sinPolynomial(y, y * y))
  return turn === 0 ? sin : -sin
}

/** glibc's sinf(x) of a float32 x, 0 ≤ x < 120. */
export function sinf(x: number): number {
  return sine(x, 0)
}

/** glibc's cosf(x) of a float32 x, 0 ≤ x < 120. */
export function cosf(x: number): number {
  return sine(x, 1)
}
