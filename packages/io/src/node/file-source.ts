import { open } from 'node:fs/promises'
import { malformed } from '../errors.ts'
import type { Source } from '../source.ts'

/** A file that is read by range, and closed. */
export interface FileSource extends Source {
  close(): Promise<void>
}

/**
 * Opens a file to be read by range: what is not asked for is never in memory.
 *
 * @throws Error of the system if it cannot be opened.
 * @example
 * ```ts
 * import { mkdtemp, writeFile } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { fileSource } from '@nn/io/node'
 * const path = join(await mkdtemp(join(tmpdir(), 'nn-')), 'x')
 * await writeFile(path, 'abc')
 * const source = await fileSource(path)
 * const bytes = new Uint8Array(2)
 * await source.read(bytes, 1)
 * await source.close()
 * const read = [...bytes]
 * read // => [98, 99]
 * ```
 */
export async function fileSource(path: string | URL): Promise<FileSource> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    return {
      size,
      read: async (into, position) => {
        for (let at = 0; at < into.length; ) {
          const { bytesRead } = await file.read(into, at, Math.min(into.length - at, MAX_READ), position + at)
          if (bytesRead === 0) {
            throw malformed(
              String(path),
              `${into.length} bytes at ${position}`,
              String(at),
              'was the file cut meanwhile?',
            )
          }
          at += bytesRead
        }
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Some systems read less than 2 GiB at a time. */
const MAX_READ = 1 << 30
