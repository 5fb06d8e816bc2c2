// What the kernels of a product are written with, for both precisions.

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

/** a·b + c, which src/simd/module.ts fuses where an engine has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  return v128.add<T>(v128.mul<T>(a, b), c)
}
