import { type FileHandle, open } from 'node:fs/promises'
import type { Source } from '../bytes/source.ts'
import { malformed } from '../errors/format-error.ts'
import { pathOf } from './path.ts'

/** Open files, to be closed when nothing more is read. */
export interface Closable {
  close(): Promise<void>
}

/** A file that is read by range, to be closed. */
export interface FileSource extends Source, Closable {}

/**
 * Opens a file to be read by range: only the bytes that are read are in memory.
 *
 * @throws Error of the system if it cannot be opened; TypeError if path is none.
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
  const name = pathOf('fileSource', path)
  const file = await open(name, 'r')
  try {
    const { size } = await file.stat()
    return {
      size,
      read: (into, position) => readAt(file, name, into, position),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Some systems read less than 2 GiB at a time. */
const MAX_READ = 1 << 30

async function readAt(file: FileHandle, name: string, into: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < into.length; ) {
    const { bytesRead } = await file.read(into, at, Math.min(into.length - at, MAX_READ), position + at)
    if (bytesRead === 0) {
      const expected = `${into.length} bytes at ${position}`
      throw malformed(name, expected, at, 'was the file cut meanwhile?')
    }
    at += bytesRead
  }
}
