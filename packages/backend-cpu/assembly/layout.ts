// Where things lie in the memory that all modules share; src/simd/engine.ts says the same to TypeScript. Everything but the
// constants begins away from the start of a page, where copying is slow on some processors.

/** Threads agree here: 64 words for each helper. */
export const TEAM: usize = 0x1000

/** The chunk of the elementwise kernels at 0x2400: how far behind it the second operand lies, and bytes. */
export const OTHER: usize = 0x4000
export const ANSWERS: usize = 0xc000

/**
 * The matrix product: what was copied in (then the result), the packed operands, the sums, and the bias. Large matrices begin at the
 * start of a page, and copying is fastest to where the place in the page is not a little later.
 */
export const STAGE: usize = 0x20e40
export const LEFT: usize = 0x130400
export const RIGHT: usize = 0x540400
export const SUMS: usize = 0x5d0400
export const BIAS: usize = 0x6e0400

/**
 * The terms that tiles sum at a time. Panels of the right operand lie as far apart as those of so many terms, so that a thread that is at
 * its last terms, which are fewer, writes to no other's.
 */
export const DEPTH: i32 = 256

/** Of a convolution: where the windows begin in the stage, and the terms in a window, in bytes as int32. */
export const PLACES: usize = 0x6e1400
export const TERMS: usize = 0x6e9400
