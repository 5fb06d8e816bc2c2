// Where things lie in the memory of each module, in bytes. TypeScript reads this file, and so does AssemblyScript when the kernels of
// assembly/ are compiled: it holds names and whole numbers alone, which mean the same in both.
//
// What kernels write lies away from the start of a page of the machine, where copying is slow on some processors.

/** Twenty round keys of the default stream (kernels.ts). */
export const PHILOX_KEYS = 1024
/** The parameters of a law. */
export const PHILOX_PARAMS = 1152
/** What a thread and its helper tell each other. */
export const PHILOX_HELPER = 1280
/** The chunk of a thread that fills alone. */
export const PHILOX_CHUNK = 2048
/** What a law keeps of each element between its two passes over a chunk. */
export const PHILOX_BETWEEN = 0x5400
/** The two blocks of a helper. */
export const PHILOX_BLOCK = 0x7800
export const PHILOX_OTHER_BLOCK = 0x17c00

/** The parameters of a law, then its elements (jax.ts, torch.ts, torch-relaxed.ts). */
export const LAW_PARAMS = 1024
export const LAW_ELEMENTS = 2048

/** The key's words as they are added in, a pair after every fourth round, then the first and the second words of each pair (threefry2x32.ts). */
export const THREEFRY_SCHEDULE = 1088
export const THREEFRY_FIRST = 2048
export const THREEFRY_SECOND = 6144

/** The state, and behind it four words that repeat its first four, so that vectors may read past the end (mt19937.ts). */
export const MT_STATE = 1024
/** Blocks of tempered words, or what a law makes of them. */
export const MT_WORDS = 6144

/** The state and the increment, low halves first, then what is made (pcg64.ts). */
export const PCG_STATE = 1024
export const PCG_INCREMENT = 1040
export const PCG_WORDS = 2048
