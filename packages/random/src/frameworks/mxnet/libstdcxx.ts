import type { Mt19937 } from '../../engines/mt19937.ts'
import { logf } from '../../numerics/glibc-float.ts'
import { glibcLog } from '../../numerics/glibc-log.ts'

/**
 * The distributions of libstdc++ over std::mt19937: `std::generate_canonical`, and `std::normal_distribution` by
 * Marsaglia's polar method, 1964. https://gcc.gnu.org/onlinedocs/libstdc++/
 */

const { fround, sqrt } = Math
const TWO_32 = 2 ** 32
const TWO_32_INVERSE = 2 ** -32
/** The numbers before 1. */
const LAST_32 = 1 - 2 ** -24
const LAST_64 = 1 - 2 ** -53

/** U[0, 1) in float32: a word rounded to float32, over 2³². */
export function canonical32(engine: Mt19937): number {
  const u = fround(engine.next()) * TWO_32_INVERSE
  return u < 1 ? u : LAST_32
}

/** U[0, 1) in double precision: two words, the first one low, over 2⁶⁴. */
export function canonical64(engine: Mt19937): number {
  const low = engine.next()
  const u = (low + engine.next() * TWO_32) * TWO_32_INVERSE * TWO_32_INVERSE
  return u < 1 ? u : LAST_64
}

/** One object of `std::normal_distribution<float>(0, 1)`: of each pair it gives the second value first and keeps the other. */
export class Normal32 {
  #saved: number | undefined

  /** Forgets the kept value: the object is as new. */
  reset(): void {
    this.#saved = undefined
  }

  next(engine: Mt19937): number {
    const saved = this.#saved
    this.#saved = undefined
    if (saved !== undefined) return saved
    let x: number
    let y: number
    let square: number
    do {
      x = fround(2 * canonical32(engine) - 1)
      y = fround(2 * canonical32(engine) - 1)
      square = fround(fround(x * x) + fround(y * y))
    } while (square > 1 || square === 0)
    const scale = fround(sqrt(fround(fround(-2 * logf(square)) / square)))
    this.#saved = fround(x * scale)
    return fround(y * scale)
  }
}

/** The first value of a fresh `std::normal_distribution<double>(0, 1)`. */
export function normal64(engine: Mt19937): number {
  let x: number
  let y: number
  let square: number
  do {
    x = 2 * canonical64(engine) - 1
    y = 2 * canonical64(engine) - 1
    square = x * x + y * y
  } while (square > 1 || square === 0)
  return y * sqrt((-2 * glibcLog(square)) / square)
}
