// The default stream's kernels: WebAssembly SIMD twins of src/philox and its laws, bit for bit. Each works in place on
// one chunk of at most 128 groups of 16 words, at any address.
//
// Constants come from memory: engines rebuild a `v128.const` at every use, a load is one instruction. Loops take two or
// four vectors at a time, so that one load serves all and their chains of dependent operations overlap.

import { PHILOX_BETWEEN, PHILOX_KEYS, PHILOX_PARAMS } from '../src/wasm/addresses'

const KEYS: usize = PHILOX_KEYS
const PARAMS: usize = PHILOX_PARAMS
const BETWEEN: usize = PHILOX_BETWEEN

const M0: u32 = 0xd2511f53
const M1: u32 = 0xcd9e8d57
/** √½ as a float32. */
const ROOT_HALF: u32 = 0x3f3504f3
const LANES = memory.data<u32>([0, 1, 2, 3], 16)
const STEPS = memory.data<u64>([4 * <u64>M0, 8 * <u64>M0])
const INTEGERS = memory.data<u32>([M0, M1, 0x7fffffff, 0x80000000, 0x7fffff, ROOT_HALF, ROOT_HALF + (31 << 23)])
const FLOATS = memory.data<f32>([
  5.9604644775390625e-8, // 2⁻²⁴
  0.5,
  1,
  2,
  -1,
])
/** Coefficients of −ln: those of src/philox/laws/normal.ts with the other sign. */
const LOGARITHM = memory.data<f32>([
  0.5000032186508179, -0.3333471417427063, 0.2497122883796692, -0.1990688294172287, 0.17243224382400513,
  -0.16180501878261566, 0.1008237898349762, -0.6931471805599453,
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

/** The products of the first two lanes. */
// @ts-ignore: decorator
@inline
function firstTwo(a: v128, m: v128): v128 {
  return i64x2.extmul_low_i32x4_u(a, m)
}

/** The products of the last two lanes. */
// @ts-ignore: decorator
@inline
function lastTwo(a: v128, m: v128): v128 {
  return i64x2.extmul_high_i32x4_u(a, m)
}

/** The upper halves of four products. */
// @ts-ignore: decorator
@inline
function uppers(first: v128, last: v128): v128 {
  return v128.shuffle<i32>(first, last, 1, 3, 5, 7)
}

/** The lower halves of four products, which are had sooner so than by `i32x4.mul`. */
// @ts-ignore: decorator
@inline
function lowers(first: v128, last: v128): v128 {
  return v128.shuffle<i32>(first, last, 0, 2, 4, 6)
}

/**
 * Words of the counters (c0, c1, call, 0), (c0 + 1, …), …; an even number of groups; c0 does not overflow on the way.
 *
 * What is the same for all counters is made once: of the products of the first two rounds only those of c0 and those of
 * what becomes of them differ, and the products of consecutive integers are sums.
 */
export function philox(chunk: usize, c0: u32, c1: u32, call: u32, groups: i32): void {
  const m0 = constant(INTEGERS, 0)
  const m1 = constant(INTEGERS, 1)
  const step = v128.load64_splat(STEPS, 8)
  const ofCall = <u64>M1 * call
  const ofFirst = <u64>M0 * (<u32>(ofCall >> 32) ^ c1 ^ load<u32>(KEYS))
  const key1 = v128.load32_splat(KEYS, 4)
  const key2 = i32x4.splat(<u32>ofCall ^ load<u32>(KEYS, 8))
  const key3 = i32x4.splat(<u32>(ofFirst >> 32) ^ load<u32>(KEYS, 12))
  const low3 = i32x4.splat(<u32>ofFirst)
  const lanes = i32x4.add(i32x4.splat(c0), v128.load(LANES))
  let aFirst = firstTwo(lanes, m0)
  let aLast = lastTwo(lanes, m0)
  let bFirst = i64x2.add(aFirst, v128.load64_splat(STEPS))
  let bLast = i64x2.add(aLast, v128.load64_splat(STEPS))
  const end = chunk + (<usize>groups << 6)
  for (let out: usize = chunk; out < end; out += 128) {
    let a2 = v128.xor(uppers(aFirst, aLast), key1)
    let a3 = low3
    let p = firstTwo(a2, m1)
    let q = lastTwo(a2, m1)
    let a0 = v128.xor(uppers(p, q), key2)
    let a1 = lowers(p, q)
    a2 = v128.xor(lowers(aFirst, aLast), key3)
    let b2 = v128.xor(uppers(bFirst, bLast), key1)
    let b3 = low3
    p = firstTwo(b2, m1)
    q = lastTwo(b2, m1)
    let b0 = v128.xor(uppers(p, q), key2)
    let b1 = lowers(p, q)
    b2 = v128.xor(lowers(bFirst, bLast), key3)
    aFirst = i64x2.add(aFirst, step)
    aLast = i64x2.add(aLast, step)
    bFirst = i64x2.add(bFirst, step)
    bLast = i64x2.add(bLast, step)
    for (let key: usize = KEYS + 16; key < KEYS + 80; key += 8) {
      const k0 = v128.load32_splat(key)
      const k1 = v128.load32_splat(key, 4)
      p = firstTwo(a2, m1)
      q = lastTwo(a2, m1)
      let r = firstTwo(a0, m0)
      let s = lastTwo(a0, m0)
      a0 = v128.xor(v128.xor(uppers(p, q), a1), k0)
      a1 = lowers(p, q)
      a2 = v128.xor(v128.xor(uppers(r, s), a3), k1)
      a3 = lowers(r, s)
      p = firstTwo(b2, m1)
      q = lastTwo(b2, m1)
      r = firstTwo(b0, m0)
      s = lastTwo(b0, m0)
      b0 = v128.xor(v128.xor(uppers(p, q), b1), k0)
      b1 = lowers(p, q)
      b2 = v128.xor(v128.xor(uppers(r, s), b3), k1)
      b3 = lowers(r, s)
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

/** 24 bits of each of four words, times `step`. */
// @ts-ignore: decorator
@inline
function steps(at: usize, step: v128): v128 {
  return mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(at), 8)), step)
}

/** Parameters: low, step = span·2⁻²⁴, last. */
function uniform(chunk: usize, groups: i32): void {
  const low = constant(PARAMS, 0)
  const step = constant(PARAMS, 1)
  const last = constant(PARAMS, 2)
  const end = chunk + (<usize>groups << 6)
  // From 0 on, and without a value that is rounded above the last, as mostly.
  if (load<f32>(PARAMS) == 0 && <f32>0xffffff * load<f32>(PARAMS, 4) <= load<f32>(PARAMS, 8)) {
    for (let at: usize = chunk; at < end; at += 16) v128.store(at, steps(at, step))
  } else {
    for (let at: usize = chunk; at < end; at += 16) v128.store(at, f32x4.pmin(add(low, steps(at, step)), last))
  }
}

/**
 * √(−ln u) of u = (word/2 + ½)·2⁻³¹. The power of two changes only the exponent, and the sign of every coefficient that of
 * the sum: no rounding is another than in the twin.
 */
// @ts-ignore: decorator
@inline
function radius(word: v128): v128 {
  const u = add(f32x4.convert_i32x4_s(i32x4.shr_u(word, 1)), constant(FLOATS, 1))
  const bits = i32x4.sub(u, constant(INTEGERS, 6))
  const fraction = i32x4.add(v128.and(bits, constant(INTEGERS, 4)), constant(INTEGERS, 5))
  const f = f32x4.sub(fraction, constant(FLOATS, 2))
  const f2 = mul(f, f)
  const lowHalf = add(
    add(constant(FLOATS, 4), mul(constant(LOGARITHM, 0), f)),
    mul(add(constant(LOGARITHM, 1), mul(constant(LOGARITHM, 2), f)), f2),
  )
  const highHalf = add(
    add(constant(LOGARITHM, 3), mul(constant(LOGARITHM, 4), f)),
    mul(add(constant(LOGARITHM, 5), mul(constant(LOGARITHM, 6), f)), f2),
  )
  const ratio = add(lowHalf, mul(highHalf, mul(f2, f2)))
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23))
  return f32x4.sqrt(add(mul(e, constant(LOGARITHM, 7)), mul(f, ratio)))
}

// @ts-ignore: decorator
@inline
function sine(psi: v128): v128 {
  const square = mul(psi, psi)
  const tail = add(
    constant(CIRCLE, 1),
    mul(square, add(constant(CIRCLE, 2), mul(square, constant(CIRCLE, 3)))),
  )
  return add(psi, mul(mul(psi, square), tail))
}

// @ts-ignore: decorator
@inline
function cosine(psi: v128): v128 {
  const square = mul(psi, psi)
  const tail = add(
    constant(CIRCLE, 4),
    mul(square, add(constant(CIRCLE, 5), mul(square, constant(CIRCLE, 6)))),
  )
  return add(constant(FLOATS, 2), mul(square, tail))
}

/** ±x·std + mean, with the sign of another vector. */
// @ts-ignore: decorator
@inline
function scaled(x: v128, sign: v128): v128 {
  const signed = v128.xor(x, v128.and(sign, constant(INTEGERS, 3)))
  return add(mul(signed, constant(PARAMS, 1)), constant(PARAMS, 0))
}

/** Parameters: mean, std. Vectors 0 and 2 of a group are radii, 1 and 3 angles. */
function normal(chunk: usize, groups: i32): void {
  const end = chunk + (<usize>groups << 6)
  for (let at: usize = chunk; at < end; at += 64) {
    const a = radius(v128.load(at))
    const b = radius(v128.load(at, 32))
    v128.store(at, a)
    v128.store(at, b, 32)
  }
  for (let at: usize = chunk; at < end; at += 64) {
    const a = v128.load(at, 16)
    const b = v128.load(at, 48)
    const aRadius = v128.load(at)
    const bRadius = v128.load(at, 32)
    const aPsi = mul(f32x4.convert_i32x4_s(i32x4.shl(a, 2)), constant(CIRCLE, 0))
    const bPsi = mul(f32x4.convert_i32x4_s(i32x4.shl(b, 2)), constant(CIRCLE, 0))
    const ax = scaled(mul(f32x4.sub(cosine(aPsi), sine(aPsi)), aRadius), a)
    const bx = scaled(mul(f32x4.sub(cosine(bPsi), sine(bPsi)), bRadius), b)
    const ay = scaled(mul(add(cosine(aPsi), sine(aPsi)), aRadius), i32x4.shl(a, 1))
    const by = scaled(mul(add(cosine(bPsi), sine(bPsi)), bRadius), i32x4.shl(b, 1))
    v128.store(at, ax)
    v128.store(at, ay, 16)
    v128.store(at, bx, 32)
    v128.store(at, by, 48)
  }
}

/** How far y lies from an end of erf, of a word that counts from the interval's. */
// @ts-ignore: decorator
@inline
function distance(end: usize, word: v128): v128 {
  const steps = add(f32x4.convert_i32x4_s(word), constant(FLOATS, 1))
  return add(constant(PARAMS, end), mul(steps, constant(PARAMS, 2)))
}

/** r = s·(2 − s) takes the word's place, and ±(1 − s), the size, is kept for the second pass. */
// @ts-ignore: decorator
@inline
function ends(at: usize, size: usize): void {
  const k = i32x4.shr_u(v128.load(at), 1)
  const fromLow = distance(0, k)
  const fromHigh = distance(1, v128.xor(k, constant(INTEGERS, 2)))
  const s = f32x4.pmin(fromHigh, fromLow)
  const sign = v128.and(f32x4.lt(fromLow, fromHigh), constant(INTEGERS, 3))
  v128.store(size, v128.xor(f32x4.sub(constant(FLOATS, 2), s), sign), BETWEEN)
  v128.store(at, mul(s, f32x4.sub(constant(FLOATS, 3), s)))
}

// @ts-ignore: decorator
@inline
function cut(p: v128, q: v128, size: v128): v128 {
  const x = add(mul(mul(size, f32x4.div(p, q)), constant(PARAMS, 4)), constant(PARAMS, 3))
  return f32x4.pmin(f32x4.pmax(x, constant(PARAMS, 5)), constant(PARAMS, 6))
}

/** Parameters: lowEnd, highEnd, scale, mean, std, low, high. */
function truncatedNormal(chunk: usize, groups: i32): void {
  const end = chunk + (<usize>groups << 6)
  for (let at: usize = chunk; at < end; at += 16) ends(at, at - chunk)
  for (let at: usize = chunk; at < end; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    let ap = constant(CENTRAL, 6)
    let aq = constant(CENTRAL, 13)
    let bp = ap
    let bq = aq
    let cp = ap
    let cq = aq
    let dp = ap
    let dq = aq
    for (let key: usize = CENTRAL + 20; key >= CENTRAL; key -= 4) {
      const p = v128.load32_splat(key)
      const q = v128.load32_splat(key, 28)
      ap = add(p, mul(ap, a))
      aq = add(q, mul(aq, a))
      bp = add(p, mul(bp, b))
      bq = add(q, mul(bq, b))
      cp = add(p, mul(cp, c))
      cq = add(q, mul(cq, c))
      dp = add(p, mul(dp, d))
      dq = add(q, mul(dq, d))
    }
    const x = cut(ap, aq, v128.load(at - chunk, BETWEEN))
    const y = cut(bp, bq, v128.load(at - chunk, BETWEEN + 16))
    const z = cut(cp, cq, v128.load(at - chunk, BETWEEN + 32))
    const w = cut(dp, dq, v128.load(at - chunk, BETWEEN + 48))
    v128.store(at, x)
    v128.store(at, y, 16)
    v128.store(at, z, 32)
    v128.store(at, w, 48)
  }
}

/** Parameters: the threshold, at most 2³² − 1. */
function bernoulli(chunk: usize, groups: i32): void {
  const threshold = constant(PARAMS, 0)
  const one = constant(FLOATS, 2)
  const end = chunk + (<usize>groups << 6)
  for (let at: usize = chunk; at < end; at += 16)
    v128.store(at, v128.and(i32x4.lt_u(v128.load(at), threshold), one))
}

/**
 * Elements of one of the laws above, whose numbers are the order of `LAWS` in src/philox/simd.ts, from the words of `philox`: any even
 * number of groups, chunk by chunk.
 */
export function fill(law: i32, at: usize, c0: u32, c1: u32, call: u32, groups: i32): void {
  for (; groups > 0; groups -= 128) {
    const some = min(groups, 128)
    philox(at, c0, c1, call, some)
    if (law === 0) uniform(at, some)
    else if (law === 1) normal(at, some)
    else if (law === 2) truncatedNormal(at, some)
    else bernoulli(at, some)
    at += 8192
    c0 += 512
  }
}
