/** Whether this machine stores the low byte first, as nearly all do and as the formats want. */
const isLittle: boolean = /* @__PURE__ */ (() => new Uint8Array(new Uint16Array([1]).buffer)[0] === 1)()

/** Turns words from the byte order of a file to that of this machine, or back, in place. */
export function orderBytes(bytes: Uint8Array, word: number, bigEndian: boolean): Uint8Array {
  return word > 1 && bigEndian === isLittle ? reverseWords(bytes, word) : bytes
}

/** Reverses the bytes of each word, in place. */
export function reverseWords(bytes: Uint8Array, word: number): Uint8Array {
  for (let at = 0; at < bytes.length; at += word) bytes.subarray(at, at + word).reverse()
  return bytes
}

/** Words of this machine with their low byte first: the same bytes where they lie so, else a copy. */
export function littleEndian(bytes: Uint8Array, word: number): Uint8Array {
  return isLittle || word === 1 ? bytes : orderBytes(bytes.slice(), word, false)
}
