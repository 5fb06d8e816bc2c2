// MT19937 by blocks: SIMD twin of src/engines/mt19937.ts.

import { MT_STATE, MT_WORDS } from '../src/wasm/addresses'

const STATE: usize = MT_STATE
const OUT: usize = MT_WORDS

const N: usize = 624
const M: usize = 397

const TABLE = memory.data<u32>([0x7fffffff, 0x9908b0df, 0x9d2c5680, 0xefc60000, 0xffffff])
const UNIT = memory.data<f32>([5.9604644775390625e-8]) // 2⁻²⁴

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load32_splat(TABLE + (index << 2))
}

// @ts-ignore: decorator
@inline
function twist(at: usize, from: usize, lower: v128, matrix: v128): void {
  const next = v128.load(at, 4)
  const mixed = v128.bitselect(next, v128.load(at), lower)
  const odd = v128.and(i32x4.shr_s(i32x4.shl(next, 31), 31), matrix)
  v128.store(at, v128.xor(v128.xor(v128.load(from), i32x4.shr_u(mixed, 1)), odd))
}

/** Makes the next state in place. */
function regenerate(): void {
  const lower = constant(0)
  const matrix = constant(1)
  // Words 0–223 and 224–226: the vector at 224 would read one word that is not made yet, so three are made singly.
  let at = STATE
  for (const end = STATE + 4 * 224; at < end; at += 16) twist(at, at + 4 * M, lower, matrix)
  for (let i: usize = 224; i < 227; i++) single(i, i + M)
  single(227, 0)
  at = STATE + 4 * 228
  for (const end = STATE + 4 * 620; at < end; at += 16) twist(at, at - 4 * (N - M), lower, matrix)
  for (let i: usize = 620; i < 623; i++) single(i, i + M - N)
  const last = load<u32>(STATE + 4 * 623)
  store<u32>(STATE + 4 * 623, mix(last, load<u32>(STATE)) ^ load<u32>(STATE + 4 * (M - 1)))
}

function single(i: usize, from: usize): void {
  const at = STATE + (i << 2)
  store<u32>(at, mix(load<u32>(at), load<u32>(at, 4)) ^ load<u32>(STATE + (from << 2)))
}

// @ts-ignore: decorator
@inline
function mix(a: u32, b: u32): u32 {
  return (((a & 0x80000000) | (b & 0x7fffffff)) >> 1) ^ (-(b & 1) & 0x9908b0df)
}

// @ts-ignore: decorator
@inline
function tempered(at: usize, b: v128, c: v128): v128 {
  let word = v128.load(at)
  word = v128.xor(word, i32x4.shr_u(word, 11))
  word = v128.xor(word, v128.and(i32x4.shl(word, 7), b))
  word = v128.xor(word, v128.and(i32x4.shl(word, 15), c))
  return v128.xor(word, i32x4.shr_u(word, 18))
}

/** The next `blocks` blocks of words, tempered. */
export function words(blocks: i32): void {
  const b = constant(2)
  const c = constant(3)
  let out = OUT
  for (let block = 0; block < blocks; block++) {
    regenerate()
    for (let at = STATE; at < STATE + 4 * N; at += 32, out += 32) {
      v128.store(out, tempered(at, b, c))
      v128.store(out, tempered(at + 16, b, c), 16)
    }
  }
}

/** The same as multiples of 2⁻²⁴ in [0, 1), from the low 24 bits of each word. */
export function units(blocks: i32): void {
  const b = constant(2)
  const c = constant(3)
  const low = constant(4)
  const unit = v128.load32_splat(UNIT)
  let out = OUT
  for (let block = 0; block < blocks; block++) {
    regenerate()
    for (let at = STATE; at < STATE + 4 * N; at += 32, out += 32) {
      v128.store(out, f32x4.mul(f32x4.convert_i32x4_u(v128.and(tempered(at, b, c), low)), unit))
      v128.store(out, f32x4.mul(f32x4.convert_i32x4_u(v128.and(tempered(at + 16, b, c), low)), unit), 16)
    }
  }
}
