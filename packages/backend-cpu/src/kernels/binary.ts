import type { BinaryKernel, Kernels } from '@nn/tensor'
import { type BinaryRow, binaryKernel, zipRow } from './rows.ts'

const add: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! + b[j]!
}

const sub: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! - b[j]!
}

const mul: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! * b[j]!
}

/** The product modulo 2³², where the double product would already be rounded. */
const mulInt: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = Math.imul(a[i]!, b[j]!)
}

const div: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = a[i]! / b[j]!
}

const maximum: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = Math.max(a[i]!, b[j]!)
}

const minimum: BinaryRow = (a, i, di, b, j, dj, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, j += dj, k += dk) out[k] = Math.min(a[i]!, b[j]!)
}

const or = /* @__PURE__ */ zipRow((x, y) => x | y)

/** The power by IEEE 754: `pow(1, y)` and `pow(-1, ±∞)` are 1, where ECMAScript says NaN. */
function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1
  return x ** y
}

/**
 * The power modulo 2³² by repeated squaring; with a negative exponent, the quotient truncated towards zero.
 */
function powerInt(x: number, y: number): number {
  if (y < 0) return x === 1 ? 1 : x === -1 ? (y % 2 === 0 ? 1 : -1) : 0
  let result = 1
  for (let base = x, n = y; n > 0; n = Math.floor(n / 2), base = Math.imul(base, base)) {
    if (n % 2 === 1) result = Math.imul(result, base)
  }
  return result
}

/** The remainder that has the sign of the divisor, as `%` of Python; a zero also takes that sign. */
function remainder(x: number, y: number): number {
  const rest = x % y
  if (rest === 0) return y < 0 ? -0 : 0
  return rest < 0 === y < 0 ? rest : rest + y
}

const addKernel = /* @__PURE__ */ binaryKernel(add)
const orKernel = /* @__PURE__ */ binaryKernel(or)
const mulKernel = /* @__PURE__ */ binaryKernel(mul)
const mulIntKernel = /* @__PURE__ */ binaryKernel(mulInt)
const powKernel = /* @__PURE__ */ binaryKernel(/* @__PURE__ */ zipRow(power))
const powIntKernel = /* @__PURE__ */ binaryKernel(/* @__PURE__ */ zipRow(powerInt))

/** The kernel that picks another one for some dtype. */
function choose(dtype: 'int32' | 'bool', special: BinaryKernel, usual: BinaryKernel): BinaryKernel {
  return (a, b, out) => (out.dtype === dtype ? special(a, b, out) : usual(a, b, out))
}

/** Elementwise functions of two arguments, computed in double precision and rounded by the store. */
export const binary: Kernels['binary'] = {
  add: /* @__PURE__ */ choose('bool', orKernel, addKernel),
  sub: /* @__PURE__ */ binaryKernel(sub),
  mul: /* @__PURE__ */ choose('int32', mulIntKernel, mulKernel),
  div: /* @__PURE__ */ binaryKernel(div),
  pow: /* @__PURE__ */ choose('int32', powIntKernel, powKernel),
  remainder: /* @__PURE__ */ binaryKernel(/* @__PURE__ */ zipRow(remainder)),
  maximum: /* @__PURE__ */ binaryKernel(maximum),
  minimum: /* @__PURE__ */ binaryKernel(minimum),
}
