import { mulhi } from '../../../engines/philox4x32.ts'
import type { BitGenerator } from '../bit-generator.ts'
import { Words } from './words.ts'

const TWO_32 = 2 ** 32
const MASK_64 = 2n ** 64n - 1n

/** How a draw is brought into [0, span]: `Generator` takes Lemire's product, `RandomState` masks; both reject. */
export type Method = 'lemire' | 'masked'

/**
 * Writes `count` integers of [0, span] as pairs (low, high) of 32-bit limbs. One drawer serves a whole fill: narrow
 * integers share a 32-bit word across its calls.
 */
export type Drawer = (pairs: Uint32Array, count: number) => void

/** The smallest 2ᵏ − 1 ≥ span, for spans below 2³². */
export function maskOf(span: number): number {
  return 2 ** (32 - Math.clz32(span)) - 1
}

/** The drawer of integers of [0, span] for a dtype of `bits` bits, as NumPy has one for each. */
export function drawer(source: BitGenerator, bits: number, span: bigint, method: Method): Drawer {
  if (span === 0n) return (pairs, count) => pairs.fill(0, 0, 2 * count)
  if (bits < 32) return narrow(source, bits, Number(span), method)
  return span < 2n ** 32n ? wide32(source, Number(span), method) : wide64(source, span, method)
}

/** Slices of a 32-bit word, low one first; a bool is one bit. */
function narrow(source: BitGenerator, bits: number, span: number, method: Method): Drawer {
  const words = new Words(source)
  const range = 2 ** bits
  const mask = maskOf(span)
  const surplus = (range - 1 - span) % (span + 1)
  const whole = span === range - 1
  let buffer = 0
  let held = 0
  return (pairs, count) => {
    for (let i = 0; i < count; ) {
      if (held === 0) {
        buffer = words.next32(Math.ceil(((count - i) * bits) / 32))
        held = 32 / bits
      }
      const slice = buffer & (range - 1)
      buffer >>>= bits
      held--
      let value = slice
      if (!whole && method === 'masked') {
        value = slice & mask
        if (value > span) continue
      } else if (!whole) {
        const product = slice * (span + 1)
        if (product % range < surplus) continue
        value = Math.floor(product / range)
      }
      pairs[2 * i] = value
      pairs[2 * i + 1] = 0
      i++
    }
  }
}

function wide32(source: BitGenerator, span: number, method: Method): Drawer {
  const words = new Words(source)
  const range = span + 1
  const mask = maskOf(span)
  const surplus = (TWO_32 - range) % range
  return (pairs, count) => {
    for (let i = 0; i < count; ) {
      const word = words.next32(count - i)
      let value = word
      if (range < TWO_32 && method === 'lemire') {
        if (Math.imul(word, range) >>> 0 < surplus) continue
        value = mulhi(word, range)
      } else if (range < TWO_32) {
        value = (word & mask) >>> 0
        if (value > span) continue
      }
      pairs[2 * i] = value
      pairs[2 * i + 1] = 0
      i++
    }
  }
}

function wide64(source: BitGenerator, span: bigint, method: Method): Drawer {
  const words = new Words(source)
  const range = span + 1n
  const mask = 2n ** BigInt(span.toString(2).length) - 1n
  const surplus = (MASK_64 - span) % range
  return (pairs, count) => {
    for (let i = 0; i < count; ) {
      if (words.at === words.end) words.refill64(count - i)
      const low = words.words[words.at++]!
      const word = (BigInt(words.words[words.at++]!) << 32n) | BigInt(low)
      let value = word
      if (span < MASK_64 && method === 'lemire') {
        const product = word * range
        if ((product & MASK_64) < surplus) continue
        value = product >> 64n
      } else if (span < MASK_64) {
        value = word & mask
        if (value > span) continue
      }
      pairs[2 * i] = Number(value & 0xffffffffn)
      pairs[2 * i + 1] = Number(value >> 32n)
      i++
    }
  }
}
