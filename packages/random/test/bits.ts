import { toBfloat16Bits, toFloat16Bits } from '../src/numerics/half.ts'

declare const crypto: { subtle: { digest(name: string, data: Uint8Array): Promise<ArrayBuffer> } }

/** A case of a fixture: the op, what it is called with, and the bits or their hash. */
export interface GoldenCase {
  readonly op: string
  readonly args: Readonly<Record<string, unknown>>
  readonly seed: unknown
  readonly dtype: string
  readonly n: number
  readonly values?: readonly (string | number)[]
  readonly sha256?: string
  readonly tolerance_ulp?: number
}

type Numbers = Float32Array | Float64Array | ArrayLike<number | bigint>

const hex = (word: number | bigint, digits: number) => word.toString(16).padStart(digits, '0')

/** Values as the fixtures write them: bit patterns of floats, integers as they are. */
export function written(values: Numbers, dtype: string): (string | number)[] {
  if (dtype === 'bfloat16' || dtype === 'float16') {
    const toBits = dtype === 'bfloat16' ? toBfloat16Bits : toFloat16Bits
    return Array.from(values as Float32Array, (value) => hex(toBits(value), 4))
  }
  if (values instanceof Float32Array)
    return Array.from(new Uint32Array(values.slice().buffer), (word) => hex(word, 8))
  if (values instanceof Float64Array)
    return Array.from(new BigUint64Array(values.slice().buffer), (word) => hex(word, 16))
  return Array.from(values as ArrayLike<number | bigint>, (value) =>
    typeof value === 'bigint' && value > 2n ** 53n ? String(value) : Number(value),
  )
}

/** SHA-256 of an array's bytes, on a little-endian machine. */
export async function sha256(values: ArrayBufferView): Promise<string> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
    hex(byte, 2),
  ).join('')
}

/** The largest distance in units of the last place between float64 values and their bit patterns. */
export function ulps(values: Float64Array, patterns: readonly (string | number)[]): number {
  const got = new BigInt64Array(values.slice().buffer)
  return patterns.reduce<number>((most, pattern, i) => {
    const distance = Number(got[i]! - BigInt.asIntN(64, BigInt(`0x${pattern}`)))
    return Math.max(most, Math.abs(distance))
  }, 0)
}
