/** A float32 and its word: write `float[0]`, read or change `word[0]`. */
export const float: Float32Array = /* @__PURE__ */ new Float32Array(1)
export const word: Int32Array = /* @__PURE__ */ new Int32Array(float.buffer)
