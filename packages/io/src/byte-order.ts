/** Whether this machine stores the low byte first, as nearly all do and as the formats want. */
const isLittle: boolean = /* @__PURE__ */ (() => new Uint8Array(new Uint16Array([1]).buffer)[0] === 1)()

/** Between the order of a file and that of this machine, in place. */
export function orderBytes(bytes: Uint8Array, word: number, bigEndian: boolean): Uint8Array {
  if (word > 1 && bigEndian === isLittle) {
    for (let at = 0; at < bytes.length; at += word) bytes.subarray(at, at + word).reverse()
  }
  return bytes
}

/** Bytes in memory as a file wants them: themselves where they lie so. */
export function littleEndian(bytes: Uint8Array, word: number): Uint8Array {
  return isLittle || word === 1 ? bytes : orderBytes(bytes.slice(), word, false)
}
