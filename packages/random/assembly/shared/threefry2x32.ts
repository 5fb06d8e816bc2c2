// Threefry2x32-20 over consecutive counters: SIMD twin of src/engines/threefry2x32.ts.

import { THREEFRY_FIRST, THREEFRY_SCHEDULE, THREEFRY_SECOND } from '../../src/wasm/addresses'

const SCHEDULE: usize = THREEFRY_SCHEDULE
const FIRST: usize = THREEFRY_FIRST
const SECOND: usize = THREEFRY_SECOND

const LANES = memory.data<u32>([0, 1, 2, 3], 16)
const PARITY: u32 = 0x1bd11bda

// @ts-ignore: decorator
@inline
function mix(a: v128, b: v128, by: i32): v128 {
  return v128.xor(v128.or(i32x4.shl(b, by), i32x4.shr_u(b, 32 - by)), a)
}

function schedule(k0: u32, k1: u32): void {
  const k2 = k0 ^ k1 ^ PARITY
  store<u32>(SCHEDULE, k1)
  store<u32>(SCHEDULE, k2 + 1, 4)
  store<u32>(SCHEDULE, k2, 8)
  store<u32>(SCHEDULE, k0 + 2, 12)
  store<u32>(SCHEDULE, k0, 16)
  store<u32>(SCHEDULE, k1 + 3, 20)
  store<u32>(SCHEDULE, k1, 24)
  store<u32>(SCHEDULE, k2 + 4, 28)
  store<u32>(SCHEDULE, k2, 32)
  store<u32>(SCHEDULE, k0 + 5, 36)
}

// @ts-ignore: decorator
@inline
function key(index: usize): v128 {
  return v128.load32_splat(SCHEDULE + (index << 2))
}

/**
 * Both words of the counters (x0 + step·i, x1 + i), i = 0 … 8·pairs − 1; no word overflows on the way.
 * With `folded`, the xor of the two instead of the first. Two vectors go in step, so that their chains overlap.
 */
export function threefry(k0: u32, k1: u32, x0: u32, step: u32, x1: u32, pairs: i32, folded: bool): void {
  schedule(k0, k1)
  const lanes = v128.load(LANES)
  for (let i = 0; i < pairs; i++) {
    const index = i32x4.add(i32x4.splat(i << 3), lanes)
    let a = i32x4.add(i32x4.splat(x0 + k0), i32x4.mul(index, i32x4.splat(step)))
    let b = i32x4.add(i32x4.splat(x1 + k1), index)
    let c = i32x4.add(a, i32x4.splat(step << 2))
    let d = i32x4.add(b, i32x4.splat(4))
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 13)
    d = mix(c, d, 13)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 15)
    d = mix(c, d, 15)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 26)
    d = mix(c, d, 26)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 6)
    d = mix(c, d, 6)
    a = i32x4.add(a, key(0))
    c = i32x4.add(c, key(0))
    b = i32x4.add(b, key(1))
    d = i32x4.add(d, key(1))
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 17)
    d = mix(c, d, 17)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 29)
    d = mix(c, d, 29)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 16)
    d = mix(c, d, 16)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 24)
    d = mix(c, d, 24)
    a = i32x4.add(a, key(2))
    c = i32x4.add(c, key(2))
    b = i32x4.add(b, key(3))
    d = i32x4.add(d, key(3))
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 13)
    d = mix(c, d, 13)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 15)
    d = mix(c, d, 15)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 26)
    d = mix(c, d, 26)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 6)
    d = mix(c, d, 6)
    a = i32x4.add(a, key(4))
    c = i32x4.add(c, key(4))
    b = i32x4.add(b, key(5))
    d = i32x4.add(d, key(5))
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 17)
    d = mix(c, d, 17)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 29)
    d = mix(c, d, 29)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 16)
    d = mix(c, d, 16)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 24)
    d = mix(c, d, 24)
    a = i32x4.add(a, key(6))
    c = i32x4.add(c, key(6))
    b = i32x4.add(b, key(7))
    d = i32x4.add(d, key(7))
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 13)
    d = mix(c, d, 13)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 15)
    d = mix(c, d, 15)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 26)
    d = mix(c, d, 26)
    a = i32x4.add(a, b)
    c = i32x4.add(c, d)
    b = mix(a, b, 6)
    d = mix(c, d, 6)
    a = i32x4.add(a, key(8))
    c = i32x4.add(c, key(8))
    b = i32x4.add(b, key(9))
    d = i32x4.add(d, key(9))
    const at = <usize>i << 5
    if (folded) {
      a = v128.xor(a, b)
      c = v128.xor(c, d)
    } else {
      v128.store(SECOND + at, b)
      v128.store(SECOND + at, d, 16)
    }
    v128.store(FIRST + at, a)
    v128.store(FIRST + at, c, 16)
  }
}
