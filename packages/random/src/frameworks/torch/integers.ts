import { integer, message, show } from '@nn/check'
import type { NumericArray } from '../../stream/rng.ts'
import { swap } from '../../stream/swap.ts'
import { type Kinds, NUMBERS } from '../../stream/targets.ts'
import type { Generator } from './kernels/generator.ts'
import type { Rules, TorchFloat } from './rules.ts'

/** The arrays that PyTorch's integer draws fill: `int64` is a BigInt64Array. */
export type TorchArray = NumericArray | BigInt64Array
/** The dtypes of integer draws; by default the array's own. */
export type TorchDtype = TorchFloat | 'bool'

/** Bits of the significand: integers up to 2^bits are floats of the type. */
const SIGNIFICAND: Readonly<Record<TorchFloat, number>> = {
  float64: 53,
  float32: 24,
  float16: 11,
  bfloat16: 8,
}

/** The arrays as their checks name them. */
export const TORCH_ARRAYS: Kinds = [...NUMBERS, BigInt64Array]

/** The largest value of a `random_()` without bounds, from what the array holds. */
function mostOf(out: TorchArray, dtype: TorchDtype | undefined): bigint {
  if (dtype === 'bool') return 1n
  if (out instanceof BigInt64Array) return 2n ** 63n - 1n
  if (out instanceof Float64Array) return 2n ** 53n
  if (out instanceof Float32Array) return 2n ** BigInt(SIGNIFICAND[dtype ?? 'float32'])
  const bits = 8 * out.BYTES_PER_ELEMENT
  const signed = out instanceof Int8Array || out instanceof Int16Array || out instanceof Int32Array
  return 2n ** BigInt(signed ? bits - 1 : bits) - 1n
}

/** `random_()`: a word modulo one more than the type's largest integer; 64 bits for int64 and float64. */
export function fillRandom(generator: Generator, out: TorchArray, dtype: TorchDtype | undefined): void {
  const count = mostOf(out, dtype) + 1n
  if (out instanceof BigInt64Array) for (let i = 0; i < out.length; i++) out[i] = generator.word64() % count
  else if (out instanceof Float64Array)
    for (let i = 0; i < out.length; i++) out[i] = Number(generator.word64() % count)
  else {
    const divisor = Number(count)
    for (let i = 0; i < out.length; i++) out[i] = generator.word() % divisor
  }
}

/** The bounds of `random_(low, high)`, checked against what the array holds. */
export function rangeOf(where: string, out: TorchArray, low: unknown, high: unknown): [bigint, bigint] {
  const [from, to] = [bigintOf(where, 'low', low), bigintOf(where, 'high', high)]
  const got = `low ${show(low)} and high ${show(high)}`
  if (from >= to) throw new RangeError(message(where, 'low < high', got))
  const most = mostOf(out, undefined)
  const signed = !out.constructor.name.startsWith('Uint')
  const float = out instanceof Float32Array || out instanceof Float64Array
  const least = float ? -most : signed ? -most - 1n : 0n
  if (from < least || to - 1n > most)
    throw new RangeError(message(where, `integers of [${least}, ${most}] in a ${out.constructor.name}`, got))
  return [from, to]
}

function bigintOf(where: string, name: string, value: unknown): bigint {
  if (typeof value === 'bigint') return value
  return BigInt(integer(where, name, value))
}

/** `random_(low, high)`: low plus a word, or 64 bits for wide ranges, modulo the range. */
export function fillRange(
  generator: Generator,
  out: TorchArray,
  low: bigint,
  high: bigint,
  rules: Rules,
): void {
  const range = high - low
  // In 1.13 narrow types took one word even for all 2³² values.
  const narrow = rules.version === '1.13' && (out instanceof Int32Array || out instanceof Uint32Array)
  if (range >= BigInt(rules.wideRange) && !narrow) {
    for (let i = 0; i < out.length; i++) {
      const value = low + (generator.word64() % range)
      if (out instanceof BigInt64Array) out[i] = value
      else out[i] = Number(value)
    }
    return
  }
  const [divisor, first] = [Number(range), Number(low)]
  if (out instanceof BigInt64Array)
    for (let i = 0; i < out.length; i++) out[i] = low + BigInt(generator.word() % divisor)
  else for (let i = 0; i < out.length; i++) out[i] = first + (generator.word() % divisor)
}

/** From here on `randperm` takes 64 random bits for each swap. */
const WIDE_PERMUTATION = Math.floor((2 ** 32 - 1) / 20)

/** `randperm`: for i = 0, 1, … swap i with i + random modulo (n − i). */
export function fillPermutation(generator: Generator, out: TorchArray): void {
  const n = out.length
  const wide = n >= WIDE_PERMUTATION
  if (out instanceof BigInt64Array) for (let i = 0; i < n; i++) out[i] = BigInt(i)
  else for (let i = 0; i < n; i++) out[i] = i
  for (let i = 0; i < n - 1; i++) {
    const left = n - i
    const j = i + (wide ? Number(generator.word64() % BigInt(left)) : generator.word() % left)
    swap(out, i, j)
  }
}
