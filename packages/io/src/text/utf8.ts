import { malformed } from '../errors/format-error.ts'

/** The text of bytes in UTF-8; a byte order mark is a character of it. @throws FormatError that expects `what` in UTF-8 */
export function decodeUtf8(where: string, what: string, bytes: Uint8Array, cure?: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw malformed(where, `${what} in UTF-8`, 'other bytes', cure)
  }
}
