/**
 * The UTF-8 bytes of a text.
 *
 * @throws RangeError if it has a lone surrogate, which Python cannot encode either.
 */
export function utf8(where: string, name: string, text: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text))
    throw new RangeError(`${where}: expected ${name} to be text that UTF-8 can encode, got a lone surrogate`)
  return Uint8Array.from(encodeURIComponent(text).match(/%..|./g) ?? [], (code) =>
    code.length === 3 ? Number.parseInt(code.slice(1), 16) : code.charCodeAt(0),
  )
}
