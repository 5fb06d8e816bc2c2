import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes pieces until all of one is written. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}

/**
 * Writes files so that, whatever happens, each path has all of its old content or all of its new one: to a temporary file in the
 * same folder, flushed to the disk, then renamed. Of several files the names change one after the other when all are written.
 */
export async function writeAtomically(
  files: ReadonlyMap<string, Iterable<Uint8Array> | AsyncIterable<Uint8Array>>,
): Promise<void> {
  const written = new Map<string, string>()
  try {
    for (const [path, chunks] of files) {
      const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
      const file = await open(temporary, 'wx')
      written.set(path, temporary)
      try {
        for await (const chunk of chunks) await writeAll(file, chunk)
        await file.sync()
      } finally {
        await file.close()
      }
    }
    for (const [path, temporary] of written) {
      await rename(temporary, path)
      written.delete(path)
    }
    for (const folder of new Set([...files.keys()].map(dirname))) await syncFolder(folder)
  } finally {
    for (const temporary of written.values()) await rm(temporary, { force: true })
  }
}

/** Makes the new names last, where the system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
