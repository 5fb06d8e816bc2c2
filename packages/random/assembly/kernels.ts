// The default stream's kernels: WebAssembly SIMD twins of src/philox and src/laws, bit for bit. Each works in place on
// one chunk of at most 64 groups of 16 words.
//
// Constants come from memory: engines rebuild a `v128.const` at every use, a load is one instruction. Loops take two
// vectors at a time, so that one load serves both and their chains of dependent operations overlap.

/** Twenty round keys, then a law's parameters, then the chunk: away from the start of a page, where copying is slow on some processors. */
const KEYS: usize = 1024
const PARAMS: usize = 1152
const CHUNK: usize = 2048

const M0: u32 = 0xd2511f53
const M1: u32 = 0xcd9e8d57
const LANES = memory.data<u32>([0, 1, 2, 3], 16)
const INTEGERS = memory.data<u32>([M0, M1, 0x7fffffff, 0x80000000, 0x3f3504f3])
const FLOATS = memory.data<f32>([
  5.9604644775390625e-8, // 2⁻²⁴
  4.656612873077393e-10, // 2⁻³¹
  0.5,
  1,
  2,
])
const LOGARITHM = memory.data<f32>([
  -0.5000032186508179, 0.3333471417427063, -0.2497122883796692, 0.1990688294172287, -0.17243224382400513,
  0.16180501878261566, -0.1008237898349762, 0.6931471805599453,
])
const CIRCLE = memory.data<f32>([
  3.65729529994141e-10, // π/4·2⁻³¹
  -0.16666655242443085, 0.00833216030150652, -0.00019515282474458218,
  -0.4999988377094269, 0.041655778884887695, -0.0013591853203251958,
])
const CENTRAL = memory.data<f32>([
  3.8177144527435303, 2579.543212890625, 249960.6875, 5275468, 26072146, 26045064, 2565443.25,
  1, 822.2385864257812, 94927.0390625, 2450671.25, 15818553, 23872190, 5803987.5,
])

// @ts-ignore: decorator
@inline
function constant(table: usize, index: usize): v128 {
  return v128.load32_splat(table + (index << 2))
}

// @ts-ignore: decorator
@inline
function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b)
}

// @ts-ignore: decorator
@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b)
}

// @ts-ignore: decorator
@inline
function productLow(a: v128, m: v128): v128 {
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(a, m), i64x2.extmul_high_i32x4_u(a, m), 0, 2, 4, 6)
}

// @ts-ignore: decorator
@inline
function productHigh(a: v128, m: v128): v128 {
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(a, m), i64x2.extmul_high_i32x4_u(a, m), 1, 3, 5, 7)
}

/** Words of the counters (c0, c1, call, 0), (c0 + 1, …), …; an even number of groups; c0 does not overflow on the way. */
export function philox(c0: u32, c1: u32, call: u32, groups: i32): void {
  const m0 = constant(INTEGERS, 0)
  const m1 = constant(INTEGERS, 1)
  const end = CHUNK + (<usize>groups << 6)
  for (let out: usize = CHUNK; out < end; out += 128) {
    let a0 = i32x4.add(i32x4.splat(c0), v128.load(LANES))
    let a1 = i32x4.splat(c1)
    let a2 = i32x4.splat(call)
    let a3 = i32x4.splat(0)
    let b0 = i32x4.add(i32x4.splat(c0 + 4), v128.load(LANES))
    let b1 = a1
    let b2 = a2
    let b3 = a3
    c0 += 8
    for (let key: usize = KEYS; key < KEYS + 80; key += 8) {
      const k0 = v128.load32_splat(key)
      const k1 = v128.load32_splat(key, 4)
      const ah0 = productHigh(a0, m0)
      const al0 = productLow(a0, m0)
      const ah1 = productHigh(a2, m1)
      const al1 = productLow(a2, m1)
      const bh0 = productHigh(b0, m0)
      const bl0 = productLow(b0, m0)
      const bh1 = productHigh(b2, m1)
      const bl1 = productLow(b2, m1)
      a0 = v128.xor(v128.xor(ah1, a1), k0)
      a1 = al1
      a2 = v128.xor(v128.xor(ah0, a3), k1)
      a3 = al0
      b0 = v128.xor(v128.xor(bh1, b1), k0)
      b1 = bl1
      b2 = v128.xor(v128.xor(bh0, b3), k1)
      b3 = bl0
    }
    v128.store(out, a0)
    v128.store(out, a1, 16)
    v128.store(out, a2, 32)
    v128.store(out, a3, 48)
    v128.store(out, b0, 64)
    v128.store(out, b1, 80)
    v128.store(out, b2, 96)
    v128.store(out, b3, 112)
  }
}

/** Parameters: low, span, last. */
export function uniform(groups: i32): void {
  const unit = constant(FLOATS, 0)
  const low = constant(PARAMS, 0)
  const span = constant(PARAMS, 1)
  const last = constant(PARAMS, 2)
  const end = CHUNK + (<usize>groups << 6)
  for (let at: usize = CHUNK; at < end; at += 16) {
    const u = mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(at), 8)), unit)
    v128.store(at, f32x4.pmin(add(low, mul(u, span)), last))
  }
}

/** √(−ln u) of u = (word/2 + ½)·2⁻³¹. */
// @ts-ignore: decorator
@inline
function radius(word: v128): v128 {
  const one = constant(FLOATS, 3)
  const half = add(f32x4.convert_i32x4_s(i32x4.shr_u(word, 1)), constant(FLOATS, 2))
  const bits = mul(half, constant(FLOATS, 1))
  const e = i32x4.shr_s(i32x4.sub(bits, constant(INTEGERS, 4)), 23)
  const f = f32x4.sub(i32x4.sub(bits, i32x4.shl(e, 23)), one)
  const f2 = mul(f, f)
  const lowHalf = add(
    add(one, mul(constant(LOGARITHM, 0), f)),
    mul(add(constant(LOGARITHM, 1), mul(constant(LOGARITHM, 2), f)), f2),
  )
  const highHalf = add(
    add(constant(LOGARITHM, 3), mul(constant(LOGARITHM, 4), f)),
    mul(add(constant(LOGARITHM, 5), mul(constant(LOGARITHM, 6), f)), f2),
  )
  const ratio = add(lowHalf, mul(highHalf, mul(f2, f2)))
  return f32x4.sqrt(f32x4.neg(add(mul(f32x4.convert_i32x4_s(e), constant(LOGARITHM, 7)), mul(f, ratio))))
}

/** Parameters: mean, std. Vectors 0 and 2 of a group are radii, 1 and 3 angles. */
export function normal(groups: i32): void {
  const mean = constant(PARAMS, 0)
  const std = constant(PARAMS, 1)
  const signBit = constant(INTEGERS, 3)
  const end = CHUNK + (<usize>groups << 6)
  for (let at: usize = CHUNK; at < end; at += 32) {
    const r = radius(v128.load(at))
    const angle = v128.load(at, 16)
    const psi = mul(f32x4.convert_i32x4_s(i32x4.shl(angle, 2)), constant(CIRCLE, 0))
    const square = mul(psi, psi)
    const sinTail = add(
      constant(CIRCLE, 1),
      mul(square, add(constant(CIRCLE, 2), mul(square, constant(CIRCLE, 3)))),
    )
    const cosTail = add(
      constant(CIRCLE, 4),
      mul(square, add(constant(CIRCLE, 5), mul(square, constant(CIRCLE, 6)))),
    )
    const sin = add(psi, mul(mul(psi, square), sinTail))
    const cos = add(constant(FLOATS, 3), mul(square, cosTail))
    const x = v128.xor(mul(f32x4.sub(cos, sin), r), v128.and(angle, signBit))
    const y = v128.xor(mul(add(cos, sin), r), v128.and(i32x4.shl(angle, 1), signBit))
    v128.store(at, add(mul(x, std), mean))
    v128.store(at, add(mul(y, std), mean), 16)
  }
}

// @ts-ignore: decorator
@inline
function central(word: v128): v128 {
  const unit = constant(FLOATS, 2)
  const scale = constant(PARAMS, 2)
  const k = i32x4.shr_u(word, 1)
  const up = add(f32x4.convert_i32x4_s(k), unit)
  const down = add(f32x4.convert_i32x4_s(v128.xor(k, constant(INTEGERS, 2))), unit)
  const fromLow = add(constant(PARAMS, 0), mul(up, scale))
  const fromHigh = add(constant(PARAMS, 1), mul(down, scale))
  const s = f32x4.pmin(fromHigh, fromLow)
  const r = mul(s, f32x4.sub(constant(FLOATS, 4), s))
  let p = add(constant(CENTRAL, 5), mul(constant(CENTRAL, 6), r))
  let q = add(constant(CENTRAL, 12), mul(constant(CENTRAL, 13), r))
  p = add(constant(CENTRAL, 4), mul(p, r))
  q = add(constant(CENTRAL, 11), mul(q, r))
  p = add(constant(CENTRAL, 3), mul(p, r))
  q = add(constant(CENTRAL, 10), mul(q, r))
  p = add(constant(CENTRAL, 2), mul(p, r))
  q = add(constant(CENTRAL, 9), mul(q, r))
  p = add(constant(CENTRAL, 1), mul(p, r))
  q = add(constant(CENTRAL, 8), mul(q, r))
  p = add(constant(CENTRAL, 0), mul(p, r))
  q = add(constant(CENTRAL, 7), mul(q, r))
  const size = mul(f32x4.sub(constant(FLOATS, 3), s), f32x4.div(p, q))
  const sign = v128.and(f32x4.lt(fromLow, fromHigh), constant(INTEGERS, 3))
  const x = add(mul(v128.xor(size, sign), constant(PARAMS, 4)), constant(PARAMS, 3))
  return f32x4.pmin(f32x4.pmax(x, constant(PARAMS, 5)), constant(PARAMS, 6))
}

/** Parameters: lowEnd, highEnd, scale, mean, std, low, high. */
export function truncatedNormal(groups: i32): void {
  const end = CHUNK + (<usize>groups << 6)
  for (let at: usize = CHUNK; at < end; at += 32) {
    const a = central(v128.load(at))
    const b = central(v128.load(at, 16))
    v128.store(at, a)
    v128.store(at, b, 16)
  }
}

/** Parameters: the threshold, at most 2³² − 1. */
export function bernoulli(groups: i32): void {
  const threshold = constant(PARAMS, 0)
  const one = constant(FLOATS, 3)
  const end = CHUNK + (<usize>groups << 6)
  for (let at: usize = CHUNK; at < end; at += 16)
    v128.store(at, v128.and(i32x4.lt_u(v128.load(at), threshold), one))
}
