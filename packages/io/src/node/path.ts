import { fileURLToPath } from 'node:url'
import { wrongKind } from '@nn/check'

/** The path of a file, also of its URL. @throws TypeError if it is neither */
export function pathOf(where: string, path: string | URL): string {
  if (typeof path === 'string') return path
  if (path instanceof URL) return fileURLToPath(path)
  throw wrongKind(where, 'the path or the URL of a file', path)
}
