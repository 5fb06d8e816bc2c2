/** Bytes as the printable text that `decode` of src/module.ts reads. */
export function encode(bytes) {
  const [first, single, space] = [235, 93, 32]
  const character = (value) => String.fromCharCode(space + value)
  return Array.from(bytes, (byte) => {
    const value = (byte - first + 256) % 256
    if (value < single) return character(value)
    return character(single - 1 + Math.floor(value / single)) + character(value % single)
  }).join('')
}
