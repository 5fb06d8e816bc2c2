/** Bytes as the printable text that `decode` of src/module.ts reads. */
export function encode(bytes: ArrayLike<number>): string
