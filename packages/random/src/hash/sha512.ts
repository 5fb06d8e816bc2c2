/** SHA-512 (FIPS 180-4, https://doi.org/10.6028/NIST.FIPS.180-4), for Python's seeds of text: short input, no hurry. */

const MASK = 2n ** 64n - 1n

function rotate(x: bigint, by: bigint): bigint {
  return ((x >> by) | (x << (64n - by))) & MASK
}

function primes(count: number): bigint[] {
  const found: bigint[] = []
  for (let n = 2n; found.length < count; n++) if (found.every((prime) => n % prime !== 0n)) found.push(n)
  return found
}

/** The first 64 bits of the fraction of n^(1/root): Newton's integer root of n·2^(64·root). */
function rootFraction(n: bigint, root: bigint): bigint {
  const scaled = n << (64n * root)
  let x = 1n << 70n
  for (;;) {
    const next = ((root - 1n) * x + scaled / x ** (root - 1n)) / root
    if (next >= x) return x & MASK
    x = next
  }
}

/** The message, a 1 bit, zeros, and the length in bits in the last 128 bits, as big-endian words. */
function padded(message: Uint8Array): BigUint64Array {
  const blocks = Math.ceil((message.length + 17) / 128)
  const bytes = new Uint8Array(blocks * 128)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setBigUint64(bytes.length - 8, BigInt(message.length) * 8n)
  return BigUint64Array.from({ length: blocks * 16 }, (_, i) => view.getBigUint64(i * 8))
}

function schedule(block: BigUint64Array): bigint[] {
  const w = [...block]
  for (let i = 16; i < 80; i++) {
    const a = w[i - 15]!
    const b = w[i - 2]!
    const s0 = rotate(a, 1n) ^ rotate(a, 8n) ^ (a >> 7n)
    const s1 = rotate(b, 19n) ^ rotate(b, 61n) ^ (b >> 6n)
    w.push((w[i - 16]! + s0 + w[i - 7]! + s1) & MASK)
  }
  return w
}

function compress(hash: readonly bigint[], w: readonly bigint[], constants: readonly bigint[]): bigint[] {
  let [a, b, c, d, e, f, g, h] = hash as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint]
  for (let i = 0; i < 80; i++) {
    const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n)
    const t1 = h + s1 + ((e & f) ^ (~e & g & MASK)) + constants[i]! + w[i]!
    const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n)
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c))
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK]
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + hash[i]!) & MASK)
}

/** The 64 bytes of the message's hash. */
export function sha512(message: Uint8Array): Uint8Array {
  const constants = primes(80).map((prime) => rootFraction(prime, 3n))
  let hash = primes(8).map((prime) => rootFraction(prime, 2n))
  const words = padded(message)
  for (let i = 0; i < words.length; i += 16)
    hash = compress(hash, schedule(words.subarray(i, i + 16)), constants)
  const out = new DataView(new ArrayBuffer(64))
  for (let i = 0; i < 8; i++) out.setBigUint64(i * 8, hash[i]!)
  return new Uint8Array(out.buffer)
}
