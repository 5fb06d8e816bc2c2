import { fileURLToPath } from 'node:url'
import { message, show, wrongKind, wrongValue } from '@nn/check'

const EXPECTED = 'the path or the URL of a file'

/** The path of a file, also of its URL. @throws TypeError if it is neither, RangeError if no file can have it */
export function pathOf(where: string, path: string | URL): string {
  const found = path instanceof URL ? pathOfUrl(where, path) : path
  if (typeof found !== 'string') throw wrongKind(where, EXPECTED, path)
  if (found === '' || found.includes('\0')) throw wrongValue(where, EXPECTED, found)
  return found
}

function pathOfUrl(where: string, url: URL): string {
  try {
    return fileURLToPath(url)
  } catch (cause) {
    const cure = url.protocol === 'file:' ? undefined : 'of an address, read with httpSource'
    throw new TypeError(message(where, EXPECTED, show(url.href), cure), { cause })
  }
}
