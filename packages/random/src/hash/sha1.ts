/** SHA-1 (FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4): here it names things, it protects nothing. */

const START = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by))
}

/** The message, a 1 bit, zeros and its length in bits, as big-endian words in blocks of sixteen. */
function pad(bytes: ArrayLike<number>): Uint32Array {
  const words = new Uint32Array(16 * Math.ceil((bytes.length + 9) / 64))
  for (let i = 0; i < bytes.length; i++) words[i >> 2]! |= bytes[i]! << (24 - 8 * (i & 3))
  words[bytes.length >> 2]! |= 0x80 << (24 - 8 * (bytes.length & 3))
  words[words.length - 1] = 8 * bytes.length
  return words
}

/** The function and constant of a round, in four quarters of twenty. */
function mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
  return (b ^ c ^ d) + 0xca62c1d6
}

/** The five 32-bit words of the hash of bytes (fewer than 2²⁹ of them). */
export function sha1(bytes: ArrayLike<number>): Uint32Array {
  const hash = Uint32Array.from(START)
  const message = pad(bytes)
  const schedule = new Uint32Array(80)
  for (let block = 0; block < message.length; block += 16) {
    schedule.set(message.subarray(block, block + 16))
    for (let i = 16; i < 80; i++)
      schedule[i] = rotate(schedule[i - 3]! ^ schedule[i - 8]! ^ schedule[i - 14]! ^ schedule[i - 16]!, 1)
    let [a, b, c, d, e] = hash as unknown as [number, number, number, number, number]
    for (let i = 0; i < 80; i++) {
      const next = (rotate(a, 5) + mix(i, b, c, d) + e + schedule[i]!) | 0
      e = d
      d = c
      c = rotate(b, 30)
      b = a
      a = next
    }
    for (const [i, word] of [a, b, c, d, e].entries()) hash[i]! += word
  }
  return hash
}
