declare const process: { readonly platform?: string } | undefined

/**
 * Makes the allocator of Linux (glibc) keep the memory of freed arrays. At first it takes those above 128 KiB from the system and gives
 * them back one by one, and memory that is touched for the first time costs 2.5 ns for each float32, more than most operations. The
 * limit grows to the largest array that was ever freed, up to 32 MiB, and so does what is kept, up to 64 MiB (mallopt(3),
 * M_MMAP_THRESHOLD). This array is never touched: it takes no memory, only addresses until it is collected. Without the call of a method
 * bundlers drop it, as nothing reads it.
 */
export function keepFreedMemory(): void {
  if (typeof process === 'object' && process.platform === 'linux')
    new ArrayBuffer(2 ** 25 - 2 ** 14).slice(0, 0)
}
