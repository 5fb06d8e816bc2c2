/** The element types of files, smallest first: the order of the format's own list, by which files are sorted, backwards. */
export const FILE_DTYPES = [
  'BOOL',
  'F4',
  'F6_E2M3',
  'F6_E3M2',
  'U8',
  'I8',
  'F8_E5M2',
  'F8_E4M3',
  'F8_E8M0',
  'F8_E4M3FNUZ',
  'F8_E5M2FNUZ',
  'I16',
  'U16',
  'F16',
  'BF16',
  'I32',
  'U32',
  'F32',
  'C64',
  'F64',
  'I64',
  'U64',
] as const

/** The element types of files, by their names in safetensors. */
export type FileDType = (typeof FILE_DTYPES)[number]

/** Bits of one element, which the name says; a bool has a byte. */
export function bitsOf(dtype: FileDType): number {
  return Number(/\d+/.exec(dtype)?.[0] ?? 8)
}

/** Bytes of the words that byte order turns: of C64, those of its real and imaginary parts. */
export function wordOf(dtype: FileDType): number {
  return dtype === 'C64' ? 4 : Math.max(1, bitsOf(dtype) / 8)
}
