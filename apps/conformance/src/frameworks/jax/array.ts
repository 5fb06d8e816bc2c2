import { type HalfType, roundHalf } from '../../internals/random.ts'

export type FloatArray = Float32Array | Float64Array

/** A float type of JAX: its array, the option that names a half type, and its rounding of float32 numbers. */
export interface FloatType {
  readonly half: { readonly dtype?: HalfType }
  readonly create: (length: number) => FloatArray
  readonly round: (x: number) => number
}

/** @throws RangeError for any other dtype. */
export function floatType(dtype: string | undefined): FloatType {
  const single = (length: number) => new Float32Array(length)
  if (dtype === 'float32') return { half: {}, create: single, round: Math.fround }
  if (dtype === 'float64') return { half: {}, create: (length) => new Float64Array(length), round: (x) => x }
  if (dtype !== 'bfloat16' && dtype !== 'float16')
    throw new RangeError(`a float dtype that is not known: ${dtype}`)
  const round = roundHalf(dtype)
  return { half: { dtype }, create: single, round: (x) => round(Math.fround(x)) }
}

export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}
