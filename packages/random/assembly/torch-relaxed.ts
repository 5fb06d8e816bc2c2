// PyTorch's transforms with the machine's fused multiply-add: twins of assembly/torch.ts for engines with relaxed SIMD
// whose `relaxed_madd` is fused (`isFused` tells), then bit for bit the AVX2 kernels' own operations.

import { LAW_ELEMENTS, LAW_PARAMS } from '../src/wasm/addresses'

const PARAMS: usize = LAW_PARAMS
const ELEMENTS: usize = LAW_ELEMENTS

const LOG = memory.data<f32>([
  0.07037683576345444, -0.11514610052108765, 0.11676998436450958, -0.12420140951871872, 0.14249323308467865,
  -0.16668057441711426, 0.2000071406364441, -0.24999994039535522, 0.3333333134651184,
  0.693359375, -0.00021219444170128554,
])
const CIRCLE = memory.data<f32>([
  -0.78515625, -0.00024187564849853516, -3.774895063202166e-8,
  0.0000244331567955669, -0.0013887316454201937, 0.04166664555668831,
  -0.00019515295571181923, 0.008332161232829094, -0.16666655242443085,
])
const FLOATS = memory.data<f32>([1, 0.7071067690849304, 0.5, -2, 6.2831854820251465, 1.2732394933700562, -0.5])
const INTEGERS = memory.data<u32>([0x7fffff, 0x3f000000, 126, 1, 2, 4, 0xfffffffe])

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
function coefficient(table: usize, index: usize): v128 {
  return v128.load32_splat(table + (index << 2))
}

// @ts-ignore: decorator
@inline
function fma(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c)
}

/** Whether the multiply-add rounds once: (1 + 2⁻²³)² − (1 + 2⁻²²) is 2⁻⁴⁶ then, and 0 if the product is rounded first. */
export function isFused(x: f32, y: f32): bool {
  const square = f32x4.splat(x)
  return f32x4.extract_lane(f32x4.relaxed_madd(square, square, f32x4.splat(y)), 0) != 0
}

// @ts-ignore: decorator
@inline
function radius(u: v128): v128 {
  let e = i32x4.sub(i32x4.shr_s(u, 23), integer(2))
  const m = v128.or(v128.and(u, integer(0)), integer(1))
  const small = f32x4.lt(m, single(1))
  e = i32x4.add(e, small)
  const x = f32x4.add(f32x4.sub(m, single(0)), v128.and(m, small))
  const xx = f32x4.mul(x, x)
  const power = f32x4.convert_i32x4_s(e)
  let y = fma(coefficient(LOG, 0), x, coefficient(LOG, 1))
  y = fma(y, x, coefficient(LOG, 2))
  y = fma(y, x, coefficient(LOG, 3))
  y = fma(y, x, coefficient(LOG, 4))
  y = fma(y, x, coefficient(LOG, 5))
  y = fma(y, x, coefficient(LOG, 6))
  y = fma(y, x, coefficient(LOG, 7))
  y = fma(y, x, coefficient(LOG, 8))
  y = fma(f32x4.mul(y, x), xx, f32x4.mul(power, coefficient(LOG, 10)))
  y = f32x4.sub(y, f32x4.mul(xx, single(2)))
  const log = fma(power, coefficient(LOG, 9), f32x4.add(x, y))
  return f32x4.sqrt(f32x4.mul(single(3), log))
}

// @ts-ignore: decorator
@inline
function tail(index: usize, tt: v128): v128 {
  const y = fma(coefficient(CIRCLE, index), tt, coefficient(CIRCLE, index + 1))
  return f32x4.mul(fma(y, tt, coefficient(CIRCLE, index + 2)), tt)
}

// @ts-ignore: decorator
@inline
function four(at: usize, std: v128, mean: v128): void {
  const r = radius(f32x4.sub(single(0), v128.load(at)))
  const angle = f32x4.mul(v128.load(at, 32), single(4))
  const octant = i32x4.trunc_sat_f32x4_s(f32x4.mul(angle, single(5)))
  const q = v128.and(i32x4.add(octant, integer(3)), integer(6))
  const turns = f32x4.convert_i32x4_s(q)
  let t = fma(turns, coefficient(CIRCLE, 0), angle)
  t = fma(turns, coefficient(CIRCLE, 1), t)
  t = fma(turns, coefficient(CIRCLE, 2), t)
  const tt = f32x4.mul(t, t)
  const c = f32x4.add(fma(tail(3, tt), tt, f32x4.mul(tt, single(6))), single(0))
  const s = fma(tail(6, tt), t, t)
  const swapped = i32x4.eq(v128.and(q, integer(4)), integer(4))
  const cosSign = i32x4.shl(v128.andnot(integer(5), i32x4.sub(q, integer(4))), 29)
  const sinSign = i32x4.shl(v128.and(integer(5), q), 29)
  const cosine = f32x4.mul(v128.xor(v128.bitselect(s, c, swapped), cosSign), r)
  const sine = f32x4.mul(v128.xor(v128.bitselect(c, s, swapped), sinSign), r)
  v128.store(at, fma(cosine, std, mean))
  v128.store(at, fma(sine, std, mean), 32)
}

/** Parameters: std, mean. `blocks` blocks of 16 uniforms become normals. */
export function normals(blocks: i32): void {
  const std = v128.load32_splat(PARAMS)
  const mean = v128.load32_splat(PARAMS + 4)
  const end = ELEMENTS + (<usize>blocks << 6)
  for (let at: usize = ELEMENTS; at < end; at += 64) {
    four(at, std, mean)
    four(at + 16, std, mean)
  }
}

/** Parameters: high − low, low, and the value that becomes low. `vectors` vectors of four uniforms become those of [low, high). */
export function scale(vectors: i32): void {
  const range = v128.load32_splat(PARAMS)
  const low = v128.load32_splat(PARAMS + 4)
  const past = v128.load32_splat(PARAMS + 8)
  const end = ELEMENTS + (<usize>vectors << 4)
  for (let at: usize = ELEMENTS; at < end; at += 16) {
    const x = fma(v128.load(at), range, low)
    v128.store(at, v128.bitselect(low, x, f32x4.eq(x, past)))
  }
}
