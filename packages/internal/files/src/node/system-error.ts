import { ending, message } from '@nn/check'

/** What the system's codes mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EEXIST: 'a file that is there already',
  EBUSY: 'one that another program holds',
  EDQUOT: 'no room left for this user',
  EISDIR: 'a folder',
  ELOOP: 'links in a circle',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'a name that is too long',
  ENFILE: 'too many open files',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no room left on the disk',
  ENOTDIR: 'a file in the place of a folder',
  ENXIO: 'nobody at the other end',
  EPERM: 'no permission',
  EPIPE: 'nobody at the other end any more',
  EROFS: 'a disk that cannot be written',
}

/** The system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** An error of the system, with its `code`, and the path as it was given. */
export function systemError(
  where: string,
  expected: string,
  path: string,
  code: string,
  cause?: unknown,
): Error {
  const got = `${MEANINGS[code] ?? 'an error of the system'} (${code})`
  const error = new Error(message(where, `${expected} ${JSON.stringify(ending(path))}`, got), { cause })
  return Object.assign(error, { code, path })
}

/** The result of work on a path; what the system says of paths that nobody typed becomes the cause. */
export async function onPath<T>(
  where: string,
  expected: string,
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = codeOf(cause)
    throw code === undefined || !/^E[A-Z0-9]+$/.test(code)
      ? cause
      : systemError(where, expected, path, code, cause)
  }
}

/** The result of a look-up, or `otherwise` where there is no file. */
export async function orElse<T, U>(found: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await found
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return otherwise
    throw error
  }
}
