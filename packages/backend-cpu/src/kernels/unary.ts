import type { Kernels } from '@nn/tensor'
import { erf, erfc } from './erf.ts'
import { mapRow, type UnaryRow, unaryKernel } from './rows.ts'

const neg: UnaryRow = (a, i, di, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, k += dk) out[k] = -a[i]!
}

const abs: UnaryRow = (a, i, di, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, k += dk) out[k] = Math.abs(a[i]!)
}

const squareFloat: UnaryRow = (a, i, di, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, k += dk) out[k] = a[i]! * a[i]!
}

const sqrt: UnaryRow = (a, i, di, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, k += dk) out[k] = Math.sqrt(a[i]!)
}

const relu: UnaryRow = (a, i, di, out, k, dk, count) => {
  for (let n = 0; n < count; n++, i += di, k += dk) out[k] = Math.max(a[i]!, 0)
}

const squareKernel = /* @__PURE__ */ unaryKernel(squareFloat)
const squareIntKernel = /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow((x) => Math.imul(x, x)))

/** The nearest integer, the even one of two. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)
  return up ? Math.ceil(x) : floor
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** x·Φ(x), where Φ(x) = erfc(−x/√2)/2 keeps its digits for large negative x. */
function gelu(x: number): number {
  return 0.5 * x * erfc(-x * Math.SQRT1_2)
}

/** ln(1 + eˣ), written so that the exponential cannot overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

/** Elementwise functions of one argument, computed in double precision and rounded by the store. */
export const unary: Kernels['unary'] = {
  neg: /* @__PURE__ */ unaryKernel(neg),
  abs: /* @__PURE__ */ unaryKernel(abs),
  sign: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.sign)),
  floor: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.floor)),
  ceil: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.ceil)),
  round: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(roundHalfEven)),
  trunc: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.trunc)),
  square: (x, out) => (out.dtype === 'int32' ? squareIntKernel(x, out) : squareKernel(x, out)),
  sqrt: /* @__PURE__ */ unaryKernel(sqrt),
  reciprocal: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow((x) => 1 / x)),
  exp: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.exp)),
  expm1: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.expm1)),
  log: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.log)),
  log1p: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.log1p)),
  sin: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.sin)),
  cos: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.cos)),
  tan: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.tan)),
  tanh: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(Math.tanh)),
  erf: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(erf)),
  relu: /* @__PURE__ */ unaryKernel(relu),
  sigmoid: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(sigmoid)),
  gelu: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(gelu)),
  silu: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow((x) => x / (1 + Math.exp(-x)))),
  softplus: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow(softplus)),
}

/** Elementwise questions; the result is bool. */
export const test: Kernels['test'] = {
  isNaN: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow((x) => (Number.isNaN(x) ? 1 : 0))),
  isFinite: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow((x) => (Number.isFinite(x) ? 1 : 0))),
  logicalNot: /* @__PURE__ */ unaryKernel(/* @__PURE__ */ mapRow((x) => (x === 0 ? 1 : 0))),
}
