import { log } from './log.ts'

/** exp and log rounded correctly to double precision, by integers of 128 fraction bits: slow, for tables. */

const BITS = 128
const SCALE = 2 ** BITS
const ONE = 1n << 128n
/** ln 2 in 128 fraction bits. */
const LN2 = 0xb17217f7d1cf79abc9e3b39803f2f6afn
/** The series is summed at r/2⁸, and squared eight times. */
const HALVINGS = 8
const TERMS = 14

function times(a: bigint, b: bigint): bigint {
  return (a * b) >> 128n
}

/** eʸ in 128 fraction bits, of y in 128 fraction bits. */
function fixedExp(y: bigint): bigint {
  let k = y / LN2
  if (k * LN2 > y) k--
  const r = (y - k * LN2) >> BigInt(HALVINGS)
  let sum = ONE
  for (let n = TERMS; n >= 1; n--) sum = ONE + times(r, sum) / BigInt(n)
  for (let i = 0; i < HALVINGS; i++) sum = times(sum, sum)
  return k < 0n ? sum >> -k : sum << k
}

/** eˣ of a double x of about [−10, 10]. */
export function expRounded(x: number): number {
  return Number(fixedExp(BigInt(x * SCALE))) / SCALE
}

/** ln x of a double x of about [10⁻⁴, 10⁴]: one step of Newton's from a double. */
export function logRounded(x: number): number {
  const start = BigInt(log(x) * SCALE)
  const power = fixedExp(start)
  const rest = ((BigInt(x * SCALE) - power) << 128n) / power
  return Number(start + rest - (times(rest, rest) >> 1n)) / SCALE
}
