/** A double and its two words: write `float[0]`, read or change `word[HIGH]` (sign, exponent, top of the significand). */
export const float: Float64Array = /* @__PURE__ */ new Float64Array(1)
export const word: Int32Array = /* @__PURE__ */ new Int32Array(float.buffer)
/** Typed arrays have the byte order of the machine: the index of the upper word. */
export const HIGH: 0 | 1 = /* @__PURE__ */ (() =>
  new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0)()
