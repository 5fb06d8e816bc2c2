import { checkOptions, integer, message, show } from '@nn/check'
import { BITS, INTEGERS } from '../../stream/laws.ts'
import type { FillOptions } from '../../stream/rng.ts'
import { checkOut } from '../../stream/targets.ts'
import type { WordArray } from './kernels/integers.ts'
import type { Integers64Options } from './options.ts'
import { int64 } from './seed.ts'

const ARRAYS = [Int32Array, Uint32Array, BigInt64Array, BigUint64Array]

/** Checks a fill by full-range integers and gives its start. */
export function checkWords(where: string, out: WordArray, options: FillOptions | undefined): number {
  checkOut(where, out, ARRAYS)
  checkOptions<object>(where, options, BITS)
  return startOf(where, out, options)
}

/** A checked range of 64-bit integers, and where it starts in the stream. */
export function integers64Law(
  where: string,
  out: BigInt64Array,
  options: Integers64Options,
): { readonly low: bigint; readonly high: bigint; readonly start: number } {
  checkOptions<object>(where, options, INTEGERS)
  const { low = 0n, high }: Partial<Integers64Options> = options ?? {}
  const law = {
    low: int64(where, 'low', low),
    high: int64(where, 'high', high),
    start: startOf(where, out, options),
  }
  if (law.low < law.high) return law
  throw new RangeError(message(where, 'low < high', `low ${show(low)} and high ${show(high)}`))
}

function startOf(where: string, { length }: WordArray, options: FillOptions | undefined): number {
  return integer(where, 'start', options?.start ?? 0, 0, Number.MAX_SAFE_INTEGER - length)
}
