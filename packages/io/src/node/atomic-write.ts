import { randomBytes } from 'node:crypto'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The contents of a file, piece by piece. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * Writes files so that, whatever happens, each path has all of its old content or all of its new one: to a temporary file in the
 * same folder, flushed to the disk, then renamed. Of several files the names change one after the other when all are written.
 * Symbolic links stay, and so do the permissions of files that were there.
 */
export async function writeAtomically(files: ReadonlyMap<string, Chunks>): Promise<void> {
  const temporaries = new Map<string, string>()
  try {
    for (const [path, chunks] of files) {
      const target = await orElse(realpath(path), path)
      const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`
      const mode = await orElse(
        stat(target).then((found) => found.mode & 0o777),
        undefined,
      )
      const file = await open(temporary, 'wx')
      temporaries.set(target, temporary)
      await write(file, chunks, mode)
    }
    for (const [target, temporary] of temporaries) {
      await rename(temporary, target)
      temporaries.delete(target)
      await syncFolder(dirname(target))
    }
  } finally {
    for (const temporary of temporaries.values()) await rm(temporary, { force: true })
  }
}

/** Writes, flushes and closes a file. */
async function write(file: FileHandle, chunks: Chunks, mode: number | undefined): Promise<void> {
  try {
    if (mode !== undefined) await file.chmod(mode)
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Flushes a folder, so that new names in it last; Windows opens no folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The result of a look-up, or `otherwise` where there is no file. */
async function orElse<T, U>(found: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await found
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise
    throw error
  }
}
