import { log } from '../../numerics/log.ts'
import { float, word } from '../../numerics/single-word.ts'
import type { FloatArray, NormalOptions } from '../../stream/rng.ts'
import { DOUBLES, fillByChunks, open52, SINGLES } from '../words/chunks.ts'
import { GROUP, type WordSource } from '../words/word-source.ts'

const { fround, sqrt } = Math

/**
 * Fills with N(mean, std²): `z·std + mean` in two rounded steps, z by Box and Muller's transform ("A note on the
 * generation of random normal deviates", Annals of Mathematical Statistics 29, 1958, https://doi.org/10.1214/aoms/1177706645).
 *
 * The radius is √(−2 ln u). The angle is ψ + π/4 with ψ in [−π/4, π/4), and the two top bits of its word are signs: no
 * range reduction is needed, √2·cos(ψ + π/4) = cos ψ − sin ψ, √2·sin(ψ + π/4) = cos ψ + sin ψ; the √2 goes into the radius.
 */
export function fillNormal(
  source: WordSource,
  out: FloatArray,
  { mean, std, start }: Required<NormalOptions>,
): void {
  if (out instanceof Float32Array) fill32(source, out, fround(mean), fround(std), start)
  else fill64(source, out, mean, std, start)
}

/** The sign that bit 31 says: 1 or −1. */
function sign(word: number): number {
  return 1 - ((word >>> 31) << 1)
}

/** Outputs (0, 1) and (2, 3) of a counter make two normals each: radius from the first word, angle from the second. */
function fill32(source: WordSource, out: Float32Array, mean: number, std: number, start: number): void {
  fillByChunks(source, out, start, {
    layout: SINGLES,
    transform(words, values, count) {
      for (let pairs = 0; pairs < count; pairs += GROUP / 2) {
        for (let i = pairs; i < pairs + 4; i++) {
          const r = radius32(fround(fround(words[i]! >>> 1) + 0.5) * 2 ** -31)
          const angle = words[i + 4]!
          const psi = fround(fround(angle << 2) * ANGLE32)
          const square = fround(psi * psi)
          const sin = fround(psi + fround(fround(psi * square) * sinTail32(square)))
          const cos = fround(1 + fround(square * cosTail32(square)))
          values[i] = fround(fround(fround(cos - sin) * r) * sign(angle) * std) + mean
          values[i + 4] = fround(fround(fround(cos + sin) * r) * sign(angle << 1) * std) + mean
        }
      }
    },
    kernel: { name: 'normal', params: [mean, std] },
  })
}

const ANGLE32 = /* @__PURE__ */ fround(0.7853981633974483 * 2 ** -31)
const LN2 = /* @__PURE__ */ fround(Math.LN2)
/** ln(1 + f) ≈ f·(1 + L1 f + …) on [√½ − 1, √2 − 1]: relative error 1.8·10⁻⁷, minimax, float32 values. */
const L1 = /* @__PURE__ */ fround(-0.5000032)
const L2 = /* @__PURE__ */ fround(0.33334714)
const L3 = /* @__PURE__ */ fround(-0.24971229)
const L4 = /* @__PURE__ */ fround(0.19906883)
const L5 = /* @__PURE__ */ fround(-0.17243224)
const L6 = /* @__PURE__ */ fround(0.16180502)
const L7 = /* @__PURE__ */ fround(-0.10082379)
/** sin ψ ≈ ψ·(1 + S1 ψ² + …) and cos ψ ≈ 1 + C1 ψ² + … on [−π/4, π/4]: relative errors 4·10⁻⁹ and 4·10⁻⁸, minimax, float32 values. */
const S1 = /* @__PURE__ */ fround(-0.16666655)
const S2 = /* @__PURE__ */ fround(0.00833216)
const S3 = /* @__PURE__ */ fround(-0.00019515282)
const C1 = /* @__PURE__ */ fround(-0.49999884)
const C2 = /* @__PURE__ */ fround(0.04165578)
const C3 = /* @__PURE__ */ fround(-0.0013591853)

/** √(−ln u) in float32 steps: u = 2ᵉ·(1 + f) with 1 + f in [√½, √2), the polynomial by Estrin's scheme. */
function radius32(u: number): number {
  float[0] = u
  const e = (word[0]! - 0x3f3504f3) >> 23
  word[0]! -= e << 23
  const f = fround(float[0]! - 1)
  const f2 = fround(f * f)
  const low = fround(fround(1 + fround(L1 * f)) + fround(fround(L2 + fround(L3 * f)) * f2))
  const high = fround(fround(L4 + fround(L5 * f)) + fround(fround(L6 + fround(L7 * f)) * f2))
  const ratio = fround(low + fround(high * fround(f2 * f2)))
  return fround(sqrt(-fround(fround(e * LN2) + fround(f * ratio))))
}

function sinTail32(square: number): number {
  return fround(S1 + fround(square * fround(S2 + fround(square * S3))))
}

function cosTail32(square: number): number {
  return fround(C1 + fround(square * fround(C2 + fround(square * C3))))
}

/** The four outputs of a counter make two normals: a radius of 52 bits, an angle of 64. */
function fill64(source: WordSource, out: Float64Array, mean: number, std: number, start: number): void {
  fillByChunks(source, out, start, {
    layout: DOUBLES,
    transform(words, values, count) {
      for (let block = 0; block < count / 2; block++) {
        const lane = block & 3
        const w = 4 * (block - lane) + lane
        const i = 2 * (block - lane) + lane
        const r = sqrt(-log(open52(words[w]!, words[w + 4]!)))
        const angle = words[w + 8]!
        const psi = ((angle << 2) * 4294967296 + words[w + 12]!) * (0.7853981633974483 * 2 ** -63)
        const square = psi * psi
        const sin = psi * series(square, 18)
        const cos = series(square, 17)
        values[i] = (cos - sin) * r * sign(angle) * std + mean
        values[i + 4] = (cos + sin) * r * sign(angle << 1) * std + mean
      }
    },
  })
}

/** Taylor's series on [−π/4, π/4] in ψ², to the last bit or so: of sin ψ/ψ for an even `from`, of cos ψ for an odd one. */
function series(square: number, from: number): number {
  let sum = 1
  for (let n = from; n > 0; n -= 2) sum = 1 - (square * sum) / (n * (n + 1))
  return sum
}
