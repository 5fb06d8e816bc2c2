import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { wrongValue } from '@nn/check'
import { discard, onPath, orElse, release, removeStale, syncFolder, temporaryIn } from '@nn/files'
import { openStream, targetOf } from './target.ts'

/** The contents of a file, piece by piece. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** A file that is written, and waits for its name. */
interface Written {
  /** The path as it was given. */
  readonly given: string
  readonly temporary: string
  readonly path: string
}

/**
 * Writes a file so that, whatever happens, its path has all of the old content or all of the new one: to a temporary file in the same
 * folder, flushed to the disk, then renamed. Symbolic links stay, also those whose file is not there yet, and so do the permissions of
 * files that were there. A pipe or a device takes the bytes as they come.
 */
export async function writeAtomically(where: string, given: string, chunks: Chunks): Promise<void> {
  const target = await onPath(where, 'to write', given, () => targetOf(where, given))
  if (target.kind === 'file') return writeTogether(where, new Map([[given, chunks]]), (commit) => commit())
  await onPath(where, 'to write', given, async () => fill(await openStream(target.path), chunks))
}

/**
 * Writes several files, and gives them their names one after the other when all are on the disk. What fails on the way puts the old
 * files back. `around` does what belongs to the renaming, before or after `commit`.
 */
export async function writeTogether(
  where: string,
  files: ReadonlyMap<string, Chunks>,
  around: (commit: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const written: Written[] = []
  try {
    for (const [given, chunks] of files) {
      await onPath(where, 'to write', given, async () => {
        const target = await targetOf(where, given)
        if (target.kind === 'stream')
          throw wrongValue(where, 'the path of a file', given, 'it is a pipe or a device')
        const { path, mode } = target
        await removeStale(dirname(path))
        const temporary = temporaryIn(dirname(path))
        written.push({ given, temporary, path })
        await writeNew(temporary, chunks, mode)
      })
    }
    await around(() => renameAll(where, written))
  } finally {
    for (const { temporary } of written) await discard(temporary)
  }
}

async function writeNew(path: string, chunks: Chunks, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx')
  await fill(file, chunks, async () => {
    if (mode !== undefined) await file.chmod(mode)
    await file.sync()
  })
}

/** Writes and closes a file. */
async function fill(file: FileHandle, chunks: Chunks, finish?: () => Promise<void>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
    }
    await finish?.()
  } finally {
    await file.close()
  }
}

/** Gives all files their names, or none. */
async function renameAll(where: string, files: readonly Written[]): Promise<void> {
  const undo: (() => Promise<void>)[] = []
  const kept: string[] = []
  try {
    for (const { given, temporary, path } of files) {
      await onPath(where, 'to write', given, async () => {
        const back = files.length > 1 ? await wayBack(path, kept) : undefined
        await rename(temporary, path)
        release(temporary)
        if (back !== undefined) undo.unshift(back)
        await syncFolder(dirname(path))
      })
    }
  } catch (error) {
    for (const back of undo) await back().catch(() => undefined)
    throw error
  } finally {
    for (const old of kept) await discard(old)
  }
}

/** What makes a path what it is now, by a second name that is added to `kept`; undefined where the system has no second names. */
async function wayBack(path: string, kept: string[]): Promise<(() => Promise<void>) | undefined> {
  if ((await orElse(stat(path), undefined)) === undefined) return () => rm(path, { force: true })
  const old = temporaryIn(dirname(path))
  kept.push(old)
  try {
    await link(path, old)
    return () => rename(old, path)
  } catch {
    return undefined
  }
}
