// PCG64 (XSL-RR 128/64): twin of src/engines/pcg64.ts in 64-bit integers, which JavaScript lacks.

import { PCG_INCREMENT, PCG_STATE, PCG_WORDS } from '../src/wasm/addresses'

const STATE: usize = PCG_STATE
const INCREMENT: usize = PCG_INCREMENT
const OUT: usize = PCG_WORDS

const M_LOW: u64 = 0x4385df649fccf645
const M_HIGH: u64 = 0x2360ed051fc65da4

/** Upper 64 bits of a·b. */
// @ts-ignore: decorator
@inline
function productHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff
  const a1 = a >> 32
  const b0 = b & 0xffffffff
  const b1 = b >> 32
  const mid = a1 * b0 + ((a0 * b0) >> 32)
  const cross = a0 * b1 + (mid & 0xffffffff)
  return a1 * b1 + (mid >> 32) + (cross >> 32)
}

/** The next `count` words of 64 bits. */
export function fill(count: i32): void {
  let low = load<u64>(STATE)
  let high = load<u64>(STATE, 8)
  const addLow = load<u64>(INCREMENT)
  const addHigh = load<u64>(INCREMENT, 8)
  const end = OUT + (<usize>count << 3)
  for (let out = OUT; out < end; out += 8) {
    const top = productHigh(low, M_LOW) + low * M_HIGH + high * M_LOW
    const bottom = low * M_LOW
    low = bottom + addLow
    high = top + addHigh + u64(low < bottom)
    store<u64>(out, rotr<u64>(high ^ low, high >> 58))
  }
  store<u64>(STATE, low)
  store<u64>(STATE, high, 8)
}
