import { exp } from '../../../numerics/exp.ts'
import { log1p } from '../../../numerics/log1p.ts'
import { log1pf } from '../../../numerics/log1pf.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import type { BitGenerator } from '../bit-generator.ts'
import { Words } from './words.ts'
import { TAIL, TAIL_INVERSE, zigguratTables32, zigguratTables64 } from './ziggurat-tables.ts'

const { fround } = Math
const TAIL_32 = /* @__PURE__ */ fround(TAIL)
const TAIL_INVERSE_32 = /* @__PURE__ */ fround(TAIL_INVERSE)

/** Fills with `mean + std·z`, z standard normal in double precision: NumPy's `standard_normal` for mean 0, std 1. */
export function fillZiggurat64(source: BitGenerator, out: FloatArray, mean: number, std: number): void {
  const { width, density, inside } = zigguratTables64()
  const words = new Words(source)
  const n = out.length
  for (let i = 0; i < n; ) {
    if (words.at === words.end) words.refill64(n - i)
    const low = words.words[words.at++]!
    const high = words.words[words.at++]!
    const layer = low & 0xff
    const draw = (high & 0x1fffffff) * 2 ** 23 + (low >>> 9)
    const size = draw * width[layer]!
    let z = (low & 0x100) === 0 ? size : -size
    if (draw >= inside[layer]!) {
      if (layer === 0) z = (low & 0x20000) === 0 ? tail64(words, n - i) : -tail64(words, n - i)
      else {
        const above = density[layer - 1]!
        const edge = density[layer]!
        if ((above - edge) * words.nextDouble(n - i) + edge >= exp(-0.5 * z * z)) continue
      }
    }
    out[i++] = mean + std * z
  }
}

/** |Z| beyond the tail's begin: Marsaglia, 1964. */
function tail64(words: Words, left: number): number {
  for (;;) {
    const x = -TAIL_INVERSE * log1p(-words.nextDouble(left))
    const y = -log1p(-words.nextDouble(left))
    if (y + y > x * x) return TAIL + x
  }
}

/** Fills with standard normal values in float32: NumPy's `standard_normal(dtype=float32)`. */
export function fillZiggurat32(source: BitGenerator, out: Float32Array): void {
  const { width, density, inside } = zigguratTables32()
  const words = new Words(source)
  const n = out.length
  for (let i = 0; i < n; ) {
    const word = words.next32(n - i)
    const layer = word & 0xff
    const draw = word >>> 9
    const size = fround(draw * width[layer]!)
    let z = (word & 0x100) === 0 ? size : -size
    if (draw >= inside[layer]!) {
      if (layer === 0) z = (word & 0x20000) === 0 ? tail32(words, n - i) : -tail32(words, n - i)
      else {
        const above = density[layer - 1]!
        const edge = density[layer]!
        const height = fround(fround(fround(above - edge) * words.nextSingle(n - i)) + edge)
        if (height >= exp(-0.5 * z * z)) continue
      }
    }
    out[i++] = z
  }
}

function tail32(words: Words, left: number): number {
  for (;;) {
    const x = fround(-TAIL_INVERSE_32 * log1pf(-words.nextSingle(left)))
    const y = -log1pf(-words.nextSingle(left))
    if (fround(y + y) > fround(x * x)) return fround(TAIL_32 + x)
  }
}
