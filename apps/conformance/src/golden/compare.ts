import { createHash } from 'node:crypto'
import { bytesOf, decode, patterns, ulpDistance, WIDTH } from './encode.ts'
import type { Values } from './framework.ts'
import type { Expected, Int } from './golden.ts'
import { at, present } from './present.ts'

/** What a comparison found; `problem` only when it failed. */
export interface Comparison {
  readonly values: number
  readonly mismatchingBits: number
  readonly ulp: number
  readonly problem?: string
}

/** Compares all values that the file holds, and the hash of those that it does not. */
export function compare(expected: Expected, values: Values): Comparison {
  const { shape, dtype } = expected
  const count = shape.reduce((product, size) => product * size, 1)
  const got = patterns(values, dtype)
  if (got.length !== count)
    return failed(`expected ${count} values of shape [${shape.join(', ')}], got ${got.length}`)
  const listed = expectedWords(expected, count)
  if (typeof listed === 'string') return failed(listed)
  return expected.exact ? compareBits(expected, listed, got) : compareWithin(expected, listed, got)
}

function failed(problem: string): Comparison {
  return { values: 0, mismatchingBits: 0, ulp: 0, problem }
}

/** The file's values as [index, bit pattern], or what is wrong with them. */
function expectedWords(expected: Expected, count: number): [number, bigint][] | string {
  const { dtype, values_hex, values_int, head_hex, tail_hex, head_int, tail_int } = expected
  const hex = (words: readonly string[]) => words.map((word) => BigInt(`0x${word}`))
  const int = (words: readonly Int[]) =>
    words.map((word) => BigInt.asUintN(8 * present(WIDTH[dtype], 'WIDTH'), BigInt(word)))
  const all = values_hex ? hex(values_hex) : values_int ? int(values_int) : undefined
  if (all) {
    if (all.length !== count) return `the file holds ${all.length} values for ${count} elements`
    return all.map((word, i) => [i, word])
  }
  const head = head_hex ? hex(head_hex) : head_int ? int(head_int) : undefined
  const tail = tail_hex ? hex(tail_hex) : tail_int ? int(tail_int) : undefined
  if (!head || !tail || expected.sha256 === undefined)
    return 'the file holds neither values nor head, tail and sha256'
  if (head.length > count || tail.length > count)
    return `the file holds ${head.length} and ${tail.length} values for ${count} elements`
  const offset = count - tail.length
  return [
    ...head.map((word, i): [number, bigint] => [i, word]),
    ...tail.map((word, i): [number, bigint] => [offset + i, word]),
  ]
}

function compareBits(expected: Expected, listed: [number, bigint][], got: bigint[]): Comparison {
  const { dtype, sha256 } = expected
  let mismatchingBits = 0
  let ulp = 0
  let problem: string | undefined
  for (const [i, word] of listed) {
    if (word === got[i]) continue
    mismatchingBits += popcount(word ^ at(got, i))
    ulp = Math.max(ulp, ulpDistance(word, at(got, i), dtype))
    problem ??= `element ${i}: expected ${hexOf(word, dtype)}, got ${hexOf(at(got, i), dtype)}`
  }
  if (sha256 !== undefined && createHash('sha256').update(bytesOf(got, dtype)).digest('hex') !== sha256)
    problem ??= 'sha256 differs, though the listed values agree'
  const values = sha256 === undefined ? listed.length : got.length
  return { values, mismatchingBits, ulp, ...(problem === undefined ? {} : { problem }) }
}

function compareWithin(expected: Expected, listed: [number, bigint][], got: bigint[]): Comparison {
  const { dtype, tolerance_ulp, tolerance_abs, stats } = expected
  if (tolerance_ulp === undefined && tolerance_abs === undefined)
    return failed('the file says that the case is not exact, but gives no tolerance')
  let mismatchingBits = 0
  let ulp = 0
  let problem: string | undefined
  for (const [i, word] of listed) {
    const distance = ulpDistance(word, at(got, i), dtype)
    mismatchingBits += popcount(word ^ at(got, i))
    ulp = Math.max(ulp, distance)
    const difference = Math.abs(decode(word, dtype) - decode(at(got, i), dtype))
    const near =
      (tolerance_ulp !== undefined && distance <= tolerance_ulp) ||
      (tolerance_abs !== undefined && difference <= tolerance_abs)
    if (!near) problem ??= `element ${i}: ${distance} ULP or ${difference} away`
  }
  problem ??= stats && compareStats(expected, stats, got)
  return {
    values: stats ? got.length : listed.length,
    mismatchingBits,
    ulp,
    ...(problem === undefined ? {} : { problem }),
  }
}

/** When every value is within t of another, so are mean, deviation, least and greatest. */
function compareStats(
  expected: Expected,
  stats: NonNullable<Expected['stats']>,
  got: bigint[],
): string | undefined {
  const { dtype, tolerance_abs, tolerance_ulp } = expected
  const values = got.map((word) => decode(word, dtype))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const largest = Math.max(Math.abs(stats.min), Math.abs(stats.max))
  const digits: Record<string, number> = { float64: 52, float32: 23, float16: 10, bfloat16: 7 }
  const ulp = largest * 2 ** -(digits[dtype] ?? 0)
  // The statistics were themselves rounded, in double precision.
  const within = Math.max(tolerance_abs ?? 0, (tolerance_ulp ?? 0) * ulp) + largest * 1e-12
  const found = { mean, std, min: Math.min(...values), max: Math.max(...values) }
  for (const key of ['mean', 'std', 'min', 'max'] as const)
    if (!(Math.abs(found[key] - stats[key]) <= within))
      return `${key}: expected ${stats[key]}, got ${found[key]}`
  return undefined
}

function popcount(word: bigint): number {
  return word.toString(2).replaceAll('0', '').length
}

function hexOf(word: bigint, dtype: string): string {
  return word.toString(16).padStart(2 * present(WIDTH[dtype], 'WIDTH'), '0')
}
