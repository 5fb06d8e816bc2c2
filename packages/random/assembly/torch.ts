// PyTorch's transforms of uniforms: SIMD twins of `avx2Block` in src/frameworks/torch/box-muller.ts and of the scaling in
// src/frameworks/torch/uniform.ts, bit for bit. Each works in place.
//
// The AVX2 kernels fuse products into sums (shared/fused.ts). Logarithm, sine and cosine have 2²⁴ inputs each, none of
// which makes a sum that lies half way; the last step may.

import { LAW_ELEMENTS, LAW_PARAMS } from '../src/wasm/addresses'
import { fused, join, lower, rounded, upper } from './shared/fused'

const PARAMS: usize = LAW_PARAMS
const ELEMENTS: usize = LAW_ELEMENTS

const LOG = memory.data<f64>([
  0.07037683576345444, -0.11514610052108765, 0.11676998436450958, -0.12420140951871872, 0.14249323308467865,
  -0.16668057441711426, 0.2000071406364441, -0.24999994039535522, 0.3333333134651184,
  0.693359375, -0.00021219444170128554,
])
const CIRCLE = memory.data<f64>([
  -0.78515625, -0.00024187564849853516, -3.774895063202166e-8,
  0.0000244331567955669, -0.0013887316454201937, 0.04166664555668831,
  -0.00019515295571181923, 0.008332161232829094, -0.16666655242443085,
])
const FLOATS = memory.data<f32>([
  1, 0.7071067690849304, 0.5, -2, 6.2831854820251465, 1.2732394933700562, -0.00021219444170128554, 0,
])
const INTEGERS = memory.data<u32>([0x7fffff, 0x3f000000, 0x80000000, 126, 1, 2, 4, 0xfffffffe])

// @ts-ignore: decorator
@inline
function single(index: usize): v128 {
  return v128.load32_splat(FLOATS + (index << 2))
}

// @ts-ignore: decorator
@inline
function integer(index: usize): v128 {
  return v128.load32_splat(INTEGERS + (index << 2))
}

// @ts-ignore: decorator
@inline
function double(table: usize, index: usize): v128 {
  return v128.load64_splat(table + (index << 3))
}

/** The polynomial of the logarithm, before its last product. */
// @ts-ignore: decorator
@inline
function logTail(x: v128): v128 {
  let y = rounded(double(LOG, 0), x, double(LOG, 1))
  y = rounded(y, x, double(LOG, 2))
  y = rounded(y, x, double(LOG, 3))
  y = rounded(y, x, double(LOG, 4))
  y = rounded(y, x, double(LOG, 5))
  y = rounded(y, x, double(LOG, 6))
  y = rounded(y, x, double(LOG, 7))
  return rounded(y, x, double(LOG, 8))
}

// @ts-ignore: decorator
@inline
function radius(u: v128): v128 {
  let e = i32x4.sub(i32x4.shr_s(u, 23), integer(3))
  const m = v128.or(v128.and(u, integer(0)), integer(1))
  const small = f32x4.lt(m, single(1))
  e = i32x4.add(e, small)
  const x = f32x4.add(f32x4.sub(m, single(0)), v128.and(m, small))
  const xx = f32x4.mul(x, x)
  const power = f32x4.convert_i32x4_s(e)
  let y = f32x4.mul(join(logTail(lower(x)), logTail(upper(x))), x)
  const low = f32x4.mul(power, single(6))
  y = join(
    f64x2.add(f64x2.mul(lower(y), lower(xx)), lower(low)),
    f64x2.add(f64x2.mul(upper(y), upper(xx)), upper(low)),
  )
  y = f32x4.sub(y, f32x4.mul(xx, single(2)))
  const sum = f32x4.add(x, y)
  const high = double(LOG, 9)
  const log = join(
    f64x2.add(f64x2.mul(lower(power), high), lower(sum)),
    f64x2.add(f64x2.mul(upper(power), high), upper(sum)),
  )
  return f32x4.sqrt(f32x4.mul(single(3), log))
}

/** What is left of the angle after q eighths of the circle. */
// @ts-ignore: decorator
@inline
function reduced(q: v128, angle: v128): v128 {
  let t = rounded(q, double(CIRCLE, 0), angle)
  t = rounded(q, double(CIRCLE, 1), t)
  return f64x2.add(f64x2.mul(q, double(CIRCLE, 2)), t)
}

// @ts-ignore: decorator
@inline
function tail(table: usize, index: usize, tt: v128): v128 {
  const y = rounded(double(table, index), tt, double(table, index + 1))
  return f64x2.add(f64x2.mul(y, tt), double(table, index + 2))
}

// @ts-ignore: decorator
@inline
function four(at: usize, std: v128, mean: v128): void {
  const r = radius(f32x4.sub(single(0), v128.load(at)))
  const angle = f32x4.mul(v128.load(at, 32), single(4))
  const octant = i32x4.trunc_sat_f32x4_s(f32x4.mul(angle, single(5)))
  const q = v128.and(i32x4.add(octant, integer(4)), integer(7))
  const turns = f32x4.convert_i32x4_s(q)
  const t = join(reduced(lower(turns), lower(angle)), reduced(upper(turns), upper(angle)))
  const tt = f32x4.mul(t, t)
  const ttLow = lower(tt)
  const ttHigh = upper(tt)
  let c = f32x4.mul(join(tail(CIRCLE, 3, ttLow), tail(CIRCLE, 3, ttHigh)), tt)
  // c·tt − tt/2: the half is exact.
  const half = f32x4.mul(tt, single(2))
  c = join(
    f64x2.sub(f64x2.mul(lower(c), ttLow), lower(half)),
    f64x2.sub(f64x2.mul(upper(c), ttHigh), upper(half)),
  )
  c = f32x4.add(c, single(0))
  let s = f32x4.mul(join(tail(CIRCLE, 6, ttLow), tail(CIRCLE, 6, ttHigh)), tt)
  s = join(
    f64x2.add(f64x2.mul(lower(s), lower(t)), lower(t)),
    f64x2.add(f64x2.mul(upper(s), upper(t)), upper(t)),
  )
  const swapped = i32x4.eq(v128.and(q, integer(5)), integer(5))
  const cosSign = i32x4.shl(v128.andnot(integer(6), i32x4.sub(q, integer(5))), 29)
  const sinSign = i32x4.shl(v128.and(integer(6), q), 29)
  const cosine = f32x4.mul(v128.xor(v128.bitselect(s, c, swapped), cosSign), r)
  const sine = f32x4.mul(v128.xor(v128.bitselect(c, s, swapped), sinSign), r)
  v128.store(at, join(fused(lower(cosine), std, mean), fused(upper(cosine), std, mean)))
  v128.store(at, join(fused(lower(sine), std, mean), fused(upper(sine), std, mean)), 32)
}

/** Parameters: std, mean. `blocks` blocks of 16 uniforms become normals. */
export function normals(blocks: i32): void {
  const std = f64x2.promote_low_f32x4(v128.load32_splat(PARAMS))
  const mean = f64x2.promote_low_f32x4(v128.load32_splat(PARAMS + 4))
  const end = ELEMENTS + (<usize>blocks << 6)
  for (let at: usize = ELEMENTS; at < end; at += 64) {
    four(at, std, mean)
    four(at + 16, std, mean)
  }
}

/** Parameters: high − low, low, and the value that becomes low. `vectors` vectors of four uniforms become those of [low, high). */
export function scale(vectors: i32): void {
  const low = v128.load32_splat(PARAMS + 4)
  const past = v128.load32_splat(PARAMS + 8)
  const range = f64x2.promote_low_f32x4(v128.load32_splat(PARAMS))
  const from = f64x2.promote_low_f32x4(low)
  const end = ELEMENTS + (<usize>vectors << 4)
  for (let at: usize = ELEMENTS; at < end; at += 16) {
    const u = v128.load(at)
    const x = join(fused(lower(u), range, from), fused(upper(u), range, from))
    v128.store(at, v128.bitselect(low, x, f32x4.eq(x, past)))
  }
}
