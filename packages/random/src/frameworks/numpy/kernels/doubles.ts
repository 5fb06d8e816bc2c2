import type { FloatArray } from '../../../stream/rng.ts'
import type { BitGenerator } from '../bit-generator.ts'

const CHUNK = 1024

/** Fills with `low + span·u`, u a double of [0, 1): `random` for 0 and 1, `uniform` otherwise; float32 rounds it. */
export function fillDoubles(source: BitGenerator, out: FloatArray, low: number, span: number): void {
  const words = new Uint32Array(2 * CHUNK)
  for (let done = 0; done < out.length; done += CHUNK) {
    const count = Math.min(CHUNK, out.length - done)
    source.fill64(words, count)
    for (let i = 0; i < count; i++)
      out[done + i] = low + span * source.toDouble(words[2 * i + 1]!, words[2 * i]!)
  }
}

/** Fills with float32 of [0, 1), 24 bits of a 32-bit word each. */
export function fillSingles(source: BitGenerator, out: Float32Array): void {
  const words = new Uint32Array(2 * CHUNK)
  for (let done = 0; done < out.length; done += 2 * CHUNK) {
    const count = Math.min(2 * CHUNK, out.length - done)
    source.fill32(words, count)
    for (let i = 0; i < count; i++) out[done + i] = (words[i]! >>> 8) * 2 ** -24
  }
}
