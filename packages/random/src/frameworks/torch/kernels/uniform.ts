import type { Mt19937 } from '../../../engines/mt19937.ts'
import { fillUnitBlocks } from '../../../engines/mt19937-simd.ts'
import { addsExactly } from '../../../engines/simd-module.ts'
import { fma32 } from '../../../numerics/fma32.ts'
import { fma64 } from '../../../numerics/fma64.ts'
import { type HalfType, roundHalf } from '../../../numerics/half.ts'
import type { FloatArray } from '../../../stream/rng.ts'
import type { Rules, TorchFloat } from '../rules.ts'
import type { Generator } from './generator.ts'
import { CHUNK, torchSimd } from './simd.ts'

const { fround } = Math

/** U[0, 1) with the low `bits` bits of one word each, up to 24, into out[begin … end). */
export function fillGrid(engine: Mt19937, out: Float32Array, begin: number, end: number, bits = 24): void {
  let i = drain(engine, out, begin, end, bits)
  if (bits === 24) i = fillUnitBlocks(engine, out, i, end)
  while (i < end) {
    engine.refill()
    i = drain(engine, out, i, end, bits)
  }
}

/** Fills by U[0, 1) from the words that are left of the engine's block, and gives the index at which they end. */
function drain(engine: Mt19937, out: Float32Array, begin: number, end: number, bits: number): number {
  const mask = 2 ** bits - 1
  const scale = 2 ** -bits
  const { words, position } = engine
  const count = Math.min(end - begin, words.length - position)
  for (let i = 0; i < count; i++) out[begin + i] = (words[position + i]! & mask) * scale
  engine.position = position + count
  return begin + count
}

/** `uniform_(low, high)` of contiguous elements; the ends are already numbers of double precision, as in Python. */
export function fillUniform(
  generator: Generator,
  out: FloatArray,
  low: number,
  high: number,
  dtype: TorchFloat,
  rules: Rules,
): void {
  if (out instanceof Float64Array) fillDouble(generator, out, low, high, rules)
  else if (dtype === 'float32' || dtype === 'float64')
    fillFloat(generator, out, fround(low), fround(high), rules)
  else fillHalf(generator, out, low, high, dtype, rules)
}

function fillDouble(generator: Generator, out: Float64Array, low: number, high: number, rules: Rules): void {
  const range = high - low
  for (let i = 0; i < out.length; i++) {
    const x = generator.uniform53()
    const value = rules.fused ? fma64(x, range, low) : x * range + low
    out[i] = rules.modern && value === high ? low : value
  }
}

function fillFloat(generator: Generator, out: Float32Array, low: number, high: number, rules: Rules): void {
  const range = fround(high - low)
  const n = out.length
  const simd = rules.fused && addsExactly(low) ? torchSimd(n) : null
  for (let begin = 0; begin < n; begin += CHUNK) {
    const end = Math.min(n, begin + CHUNK)
    fillGrid(generator.engine, out, begin, end)
    if (low === 0 && range === 1) continue
    if (simd) simd('scale', out, begin, end, [range, low, rules.modern ? high : Number.NaN])
    else scale(out, begin, end, low, high, rules)
  }
}

/** The kernel's plain twin: uniforms of [0, 1) become those of [low, high). */
function scale(out: Float32Array, begin: number, end: number, low: number, high: number, rules: Rules): void {
  const range = fround(high - low)
  for (let i = begin; i < end; i++) {
    const x = out[i]!
    // From 0 the product is all there is to round.
    const value = rules.fused && low !== 0 ? fma32(x, range, low) : fround(fround(x * range) + low)
    out[i] = rules.modern && value === high ? low : value
  }
}

/** From 2.12 on a float32 draw is rounded; before, a coarse grid is scaled by ends that are rounded first. */
function fillHalf(
  generator: Generator,
  out: Float32Array,
  low: number,
  high: number,
  dtype: HalfType,
  rules: Rules,
): void {
  const round = roundHalf(dtype)
  if (rules.modern) {
    fillFloat(generator, out, fround(low), fround(high), rules)
    const [first, past] = [round(fround(low)), round(fround(high))]
    for (let i = 0; i < out.length; i++) {
      const value = round(out[i]!)
      out[i] = value === past ? first : value
    }
    return
  }
  const [first, past] = [round(low), round(high)]
  const range = round(past - first)
  fillGrid(generator.engine, out, 0, out.length, dtype === 'bfloat16' ? 8 : 11)
  for (let i = 0; i < out.length; i++) out[i] = round(fround(fround(out[i]! * range) + first))
}
