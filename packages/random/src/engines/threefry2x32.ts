/**
 * Threefry2x32-20: a bijection of pairs of words for each key of two words, twenty rounds of add, rotate and xor, with
 * the key added in after every fourth.
 * Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
 * https://doi.org/10.1145/2063384.2063405
 */

const PARITY = 0x1bd11bda

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by))
}

/** Writes the two output words of the counter (x0, x1) under the key (k0, k1) to `out[at]` and `out[at + 1]`. */
export function threefry2x32(k0: number, k1: number, x0: number, x1: number, out: Uint32Array, at = 0): void {
  const k2 = k0 ^ k1 ^ PARITY
  let a = (x0 + k0) | 0
  let b = (x1 + k1) | 0
  a = (a + b) | 0
  b = rotate(b, 13) ^ a
  a = (a + b) | 0
  b = rotate(b, 15) ^ a
  a = (a + b) | 0
  b = rotate(b, 26) ^ a
  a = (a + b) | 0
  b = rotate(b, 6) ^ a
  a = (a + k1) | 0
  b = (b + k2 + 1) | 0
  a = (a + b) | 0
  b = rotate(b, 17) ^ a
  a = (a + b) | 0
  b = rotate(b, 29) ^ a
  a = (a + b) | 0
  b = rotate(b, 16) ^ a
  a = (a + b) | 0
  b = rotate(b, 24) ^ a
  a = (a + k2) | 0
  b = (b + k0 + 2) | 0
  a = (a + b) | 0
  b = rotate(b, 13) ^ a
  a = (a + b) | 0
  b = rotate(b, 15) ^ a
  a = (a + b) | 0
  b = rotate(b, 26) ^ a
  a = (a + b) | 0
  b = rotate(b, 6) ^ a
  a = (a + k0) | 0
  b = (b + k1 + 3) | 0
  a = (a + b) | 0
  b = rotate(b, 17) ^ a
  a = (a + b) | 0
  b = rotate(b, 29) ^ a
  a = (a + b) | 0
  b = rotate(b, 16) ^ a
  a = (a + b) | 0
  b = rotate(b, 24) ^ a
  a = (a + k1) | 0
  b = (b + k2 + 4) | 0
  a = (a + b) | 0
  b = rotate(b, 13) ^ a
  a = (a + b) | 0
  b = rotate(b, 15) ^ a
  a = (a + b) | 0
  b = rotate(b, 26) ^ a
  a = (a + b) | 0
  b = rotate(b, 6) ^ a
  a = (a + k2) | 0
  b = (b + k0 + 5) | 0
  out[at] = a
  out[at + 1] = b
}
