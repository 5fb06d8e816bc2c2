/** Bits of an element, in the order of the format's own list: files are sorted by it, backwards. */
const BITS = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const

/** The element types of files, by their names in safetensors. */
export type FileDType = keyof typeof BITS

/** All of them, smallest first. */
export const FILE_DTYPES: readonly FileDType[] = /* @__PURE__ */ Object.keys(BITS).filter(isFileDType)

/** Whether a value names a dtype of files. */
export function isFileDType(value: unknown): value is FileDType {
  return typeof value === 'string' && Object.hasOwn(BITS, value)
}

/** Bits of one element. */
export function bitsOf(dtype: FileDType): number {
  return BITS[dtype]
}

/** Bytes of the words that byte order turns: of C64, those of its real and imaginary parts. */
export function wordOf(dtype: FileDType): number {
  return dtype === 'C64' ? 4 : Math.max(1, BITS[dtype] / 8)
}
