/** Gives the value of an element by its place in some bytes. */
export type Reader = (index: number) => number

/** What is examined: bytes of an element, and how its value is read. */
export const READERS: Readonly<
  Record<string, readonly [width: 2 | 4, reader: (bytes: Uint8Array) => Reader]>
> = {
  F32: [
    4,
    ({ buffer, byteOffset, length }) => {
      const values = new Float32Array(buffer, byteOffset, length >> 2)
      return (i) => values[i]!
    },
  ],
  BF16: [2, (bytes) => byTable(bytes, bfloat)],
  F16: [2, (bytes) => byTable(bytes, half)],
}

function byTable({ buffer, byteOffset, length }: Uint8Array, value: (bits: number) => number): Reader {
  const bits = new Uint16Array(buffer, byteOffset, length >> 1)
  return (i) => value(bits[i]!)
}

const float = /* @__PURE__ */ new Float32Array(1)
const word = /* @__PURE__ */ new Int32Array(float.buffer)

function bfloat(bits: number): number {
  word[0] = bits << 16
  return float[0]!
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const [exponent, mantissa] = [(bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? mantissa * 2 ** -24 : (1024 + mantissa) * 2 ** (exponent - 25))
}
