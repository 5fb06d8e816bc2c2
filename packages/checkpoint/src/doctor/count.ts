import { READERS } from './decode.ts'

/** What is counted over all values of a tensor. */
export interface Counts {
  /** Of finite values. */
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
  readonly nonFinite: number
  readonly zeros: number
}

/** Counts values as they stream by. */
export interface Counter {
  feed(bytes: Uint8Array): void
  finish(): Counts
}

/** The counter of a dtype: of 16 bits, how often each pattern is there; of float32, sums. */
export function counterOf(dtype: string, room: PatternRoom): Counter {
  const [width, reader] = READERS[dtype] ?? []
  return width !== 2 || reader === undefined ? new Sums() : new Patterns(dtype, room)
}

/** Where patterns are counted, of one tensor at a time: zeros before and after. */
export class PatternRoom {
  readonly times: Float64Array = new Float64Array(1 << 16)
  readonly even: Int32Array = new Int32Array(1 << 16)
  readonly odd: Int32Array = new Int32Array(1 << 16)
}

/** The values of all patterns of 16 bits, by dtype. */
const tables = /* @__PURE__ */ new Map<string, Float32Array>()

function tableOf(dtype: string): Float32Array {
  const known = tables.get(dtype)
  if (known !== undefined) return known
  const patterns = Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits)
  const read = READERS[dtype]?.[1](new Uint8Array(patterns.buffer))
  const table = Float32Array.from(patterns, (bits) => read?.(bits) ?? Number.NaN)
  tables.set(dtype, table)
  return table
}

/** The most that is counted in integers of 32 bits. */
const MOST = 2 ** 30

/**
 * How often each of the 65536 patterns is there; the rest follows from that. Elements of even and of odd places are counted apart, since
 * neighbours that are equal would wait for each other.
 */
class Patterns implements Counter {
  readonly #dtype: string
  readonly #room: PatternRoom
  #count = 0

  constructor(dtype: string, room: PatternRoom) {
    this.#dtype = dtype
    this.#room = room
  }

  feed({ buffer, byteOffset, length }: Uint8Array): void {
    const { even, odd } = this.#room
    const pairs = new Uint32Array(buffer, byteOffset, length >> 2)
    for (let i = 0; i < pairs.length; i++) {
      const pair = pairs[i]!
      even[pair & 0xffff]!++
      odd[pair >>> 16]!++
    }
    const bits = new Uint16Array(buffer, byteOffset, length >> 1)
    if (bits.length % 2 === 1) even[bits[bits.length - 1]!]!++
    this.#count += bits.length
    if (this.#count > MOST) this.#carry()
  }

  #carry(): void {
    const { times, even, odd } = this.#room
    for (let bits = 0; bits < times.length; bits++) times[bits]! += even[bits]! + odd[bits]!
    even.fill(0)
    odd.fill(0)
    this.#count = 0
  }

  finish(): Counts {
    this.#carry()
    const table = tableOf(this.#dtype)
    const moments = new Moments()
    const { times } = this.#room
    for (let bits = 0; bits < times.length; bits++)
      if (times[bits]! > 0) moments.add(table[bits]!, times[bits]!)
    times.fill(0)
    return moments.finish()
  }
}

class Sums implements Counter {
  readonly #moments = new Moments()

  feed({ buffer, byteOffset, length }: Uint8Array): void {
    this.#moments.addAll(new Float32Array(buffer, byteOffset, length >> 2))
  }

  finish(): Counts {
    return this.#moments.finish()
  }
}

class Moments {
  #count = 0
  #sum = 0
  #squares = 0
  #low = Number.POSITIVE_INFINITY
  #high = Number.NEGATIVE_INFINITY
  #nonFinite = 0
  #zeros = 0

  add(value: number, times: number): void {
    if (!Number.isFinite(value)) {
      this.#nonFinite += times
      return
    }
    this.#count += times
    this.#sum += times * value
    this.#squares += times * value * value
    this.#low = Math.min(this.#low, value)
    this.#high = Math.max(this.#high, value)
    if (value === 0) this.#zeros += times
  }

  addAll(values: Float32Array): void {
    let [sum, squares, low, high, nonFinite, zeros] = [0, 0, this.#low, this.#high, 0, 0]
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      if (value - value !== 0) {
        nonFinite++
        continue
      }
      sum += value
      squares += value * value
      if (value < low) low = value
      if (value > high) high = value
      if (value === 0) zeros++
    }
    this.#count += values.length - nonFinite
    this.#sum += sum
    this.#squares += squares
    this.#nonFinite += nonFinite
    this.#zeros += zeros
    this.#low = low
    this.#high = high
  }

  finish(): Counts {
    const [low, high] = this.#count === 0 ? [0, 0] : [this.#low, this.#high]
    const mean = this.#sum / Math.max(1, this.#count)
    const variance = low === high ? 0 : Math.max(0, this.#squares / this.#count - mean * mean)
    return { mean, std: Math.sqrt(variance), low, high, nonFinite: this.#nonFinite, zeros: this.#zeros }
  }
}
