// Where things lie in the memory that all kernels share, in bytes. TypeScript reads this file, and so does AssemblyScript when the
// kernels of assembly/ are compiled: it holds names and whole numbers alone, which mean the same in both.
//
// Everything but the constants of modules begins away from the start of a page of the machine, where copying is slow on some
// processors. Large matrices begin near one: copying is fastest to where the place in the page is not a little later.

/** Pages of 64 KiB of a memory: 7 MiB, all that kernels use. */
export const PAGES = 112
/** The same of a memory that threads share: behind what kernels use lie the chunks of helpers. */
export const SHARED_PAGES = 121

/** What threads tell each other: for each helper so many bytes. */
export const HELPERS = 0x1000
export const HELPER_BYTES = 256

/** The elements of a chunk, which an elementwise kernel takes at a time. */
export const CHUNK = 4096
/** The first operand of elementwise kernels, and the result. */
export const FIRST = 0x2400
/** How far behind the first operand the second one lies, and the same of both as bytes. */
export const OTHER = 0x4000
export const ANSWERS = 0xc000
export const OTHER_ANSWERS = 0x10000

/** The operands of a matrix product as they were copied in, one by one, then its result. */
export const STAGE = 0x20e40
export const STAGE_BYTES = 0x100000
/** How far the four groups of staged columns of dot products lie apart: less than a quarter, so that no two begin at one place of a page. */
export const GROUP = 0x3ffc0
/** The left operand, packed. */
export const LEFT = 0x130400
export const LEFT_BYTES = 0x400000
/** The right operand, packed. */
export const RIGHT = 0x540400
/** The sums of a matrix product. */
export const SUMS = 0x5d0400
export const SUMS_BYTES = 0x100000
/** What is added to the sums. */
export const BIAS = 0x6e0400
export const BIAS_BYTES = 0x800

/**
 * The terms that tiles sum at a time. Panels of the right operand lie as far apart as those of so many terms, so that a thread that is at
 * its last terms, which are fewer, writes to no other's.
 */
export const DEPTH = 256

/** Where the windows of a convolution begin in the stage, in bytes as int32. */
export const PLACES = 0x6e1400
export const PLACES_COUNT = 8192
/** The terms in a window, likewise. */
export const TERMS = 0x6e9400
export const TERMS_COUNT = 16384

/** A block of rows, and what is made of it: in the place of the left operand, as kernels of rows and products never run together. */
export const INPUT = 0x130400
export const INPUT_COUNT = 0x20000
export const OUTPUT = 0x1b1c00
export const OUTPUT_COUNT = 0x22000
/** Tables of float64 behind the blocks, and how far they lie apart. */
export const TABLES = 0x250400
export const TABLE_BYTES = 0x4840
export const TABLE_COUNT = 2048

/** The chunks of helpers. */
export const HELPER_CHUNKS = 0x700400
