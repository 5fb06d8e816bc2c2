// What kernels of matrices are written with: those of products for both precisions.

/** The address of an element. */
// @ts-ignore: decorator
@inline
export function at<T>(base: usize, index: i32): usize {
  return base + <usize>index * sizeof<T>()
}

/** The columns of a tile: two vectors. */
// @ts-ignore: decorator
@inline
export function width<T>(): i32 {
  return 32 / sizeof<T>()
}

// @ts-ignore: decorator
@inline
export function splat<T>(address: usize, offset: usize): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(address + offset) : v128.load32_splat(address + offset)
}

/** Four vectors of float32 as the columns of four that lie `pitch` bytes apart. */
// @ts-ignore: decorator
@inline
export function storeTransposed(a: v128, b: v128, c: v128, d: v128, to: usize, pitch: usize): void {
  const lowAB = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const highAB = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const lowCD = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const highCD = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f64>(lowAB, lowCD, 0, 2))
  v128.store(to + pitch, v128.shuffle<f64>(lowAB, lowCD, 1, 3))
  v128.store(to + 2 * pitch, v128.shuffle<f64>(highAB, highCD, 0, 2))
  v128.store(to + 3 * pitch, v128.shuffle<f64>(highAB, highCD, 1, 3))
}

/** a·b + c, one instruction where a module is compiled for engines with relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  return isDefined(RELAXED) ? v128.relaxed_madd<T>(a, b, c) : v128.add<T>(v128.mul<T>(a, b), c)
}
