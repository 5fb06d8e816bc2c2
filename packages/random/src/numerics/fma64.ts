/**
 * Fused multiply-add in double precision from + − × alone, for operands whose products neither overflow nor underflow.
 * Boldo, Melquiond: "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", IEEE
 * Transactions on Computers 57, 2008, https://doi.org/10.1109/TC.2007.70819
 */

const SPLITTER = 2 ** 27 + 1
const double = /* @__PURE__ */ new Float64Array(1)
const word = /* @__PURE__ */ new Uint32Array(double.buffer)
/** Typed arrays have the byte order of the machine: find the index of the low word. */
const LOW = /* @__PURE__ */ (() => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1))()

/** The error of the rounded product `p = a·b`: exact (Dekker, 1971). */
function productError(a: number, b: number, p: number): number {
  const a1 = SPLITTER * a
  const ah = a1 - (a1 - a)
  const al = a - ah
  const b1 = SPLITTER * b
  const bh = b1 - (b1 - b)
  const bl = b - bh
  return al * bl - (p - ah * bh - al * bh - ah * bl)
}

/** The error of the rounded sum `s = a + b`: exact (Knuth, 1969). */
function sumError(a: number, b: number, s: number): number {
  const v = s - a
  return a - (s - v) + (b - v)
}

/** `a + b`, where an inexact sum takes the neighbour whose last bit is 1, so that a second rounding does no harm. */
function addToOdd(a: number, b: number): number {
  const sum = a + b
  const error = sumError(a, b, sum)
  if (error === 0) return sum
  double[0] = sum
  const low = word[LOW]!
  if ((low & 1) === 1) return sum
  if (error > 0 === sum > 0) word[LOW] = low + 1
  else {
    // The bits minus one, with the borrow from the high word.
    word[LOW] = low - 1
    if (low === 0) word[1 - LOW]! -= 1
  }
  return double[0]!
}

/** `a·b + c` rounded once to double precision. */
export function fma64(a: number, b: number, c: number): number {
  const product = a * b
  const low = productError(a, b, product)
  const upper = c + low
  const sum = product + upper
  return sum + addToOdd(sumError(product, upper, sum), sumError(c, low, upper))
}
