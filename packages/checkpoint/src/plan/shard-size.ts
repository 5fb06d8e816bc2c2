import { wrongKind, wrongValue } from '@nn/check'

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
}

/** Bytes of a size such as `5GB`, `200KB` or `1GiB`, or a number of bytes. @throws TypeError or RangeError */
export function bytesOf(where: string, size: unknown): number {
  const expected = 'shard to be a size such as "5GB", "200KB" or a number of bytes > 0'
  if (typeof size !== 'string' && typeof size !== 'number') {
    throw wrongKind(where, expected, size)
  }
  const [, digits = '', unit = 'B'] = /^([\d.]+(?:e\d+)?)\s*([a-z]+)?$/i.exec(String(size).trim()) ?? []
  const product = Number(digits) * (UNITS[unit.toUpperCase()] ?? Number.NaN)
  const near = Math.round(product)
  // 1.005GB is an integer but for the rounding of doubles.
  const bytes = Math.abs(product - near) <= near * Number.EPSILON ? near : Math.floor(product)
  if (digits !== '' && Number.isSafeInteger(bytes) && bytes > 0) return bytes
  throw wrongValue(where, expected, size)
}
