import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { wrongValue } from '@nn/check'
import { onPath, systemError } from '@nn/files'
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
 * @throws Error with the system's `code` if it cannot be opened, RangeError if it is a pipe or a device; TypeError if path is none.
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
  return openSource('fileSource', pathOf('fileSource', path))
}

/** As `fileSource`; `where` is who opens it. */
export async function openSource(where: string, name: string): Promise<FileSource> {
  return onPath(where, READABLE, name, async () => {
    // A pipe would not open before somebody writes to it.
    const file = await open(name, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const found = await file.stat()
      if (found.isDirectory()) throw systemError(where, READABLE, name, 'EISDIR')
      if (!found.isFile()) throw wrongValue(where, 'a file that can be read by range', name, STREAM)
      return {
        name,
        size: found.size,
        read: (into, position) => onPath(where, READABLE, name, () => readAt(file, name, into, position)),
        close: () => file.close(),
      }
    } catch (error) {
      await file.close()
      throw error
    }
  })
}

const READABLE = 'a file that can be read,'
const STREAM = 'it is a pipe or a device; of a stream, use streamSafetensors'

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
