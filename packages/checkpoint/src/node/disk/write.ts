import { type FileHandle, open, rename, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { message } from '@nn/check'
import { codeOf, discard, makeFolder, release, syncFolder, systemError, temporaryIn } from '@nn/files'
import { showBytes } from '../../plan/table.ts'

/** What a write needs besides the bytes of files. */
const SPARE = 1 << 20

/**
 * Makes the folder, and asks whether it can be written and has room.
 *
 * @throws RangeError if not.
 */
export async function prepareFolder(where: string, folder: string, bytes: number): Promise<void> {
  try {
    await makeFolder(folder)
    const probe = temporaryIn(folder)
    await (await open(probe, 'wx')).close()
    await discard(probe)
  } catch (error) {
    const got = `${folder} (${codeOf(error) ?? String(error)})`
    throw new RangeError(message(where, 'a folder that can be written', got), { cause: error })
  }
  if (bytes === 0) return
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free >= bytes + SPARE) return
  const expected = `${showBytes(bytes)} free in ${folder} for the files of this worker`
  throw new RangeError(message(where, expected, showBytes(free)))
}

/**
 * Writes a file under a temporary name, flushes it to the disk, and gives it its name: it is whole or not there, also when two
 * workers write it at once.
 */
export async function writeWhole(
  folder: string,
  name: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = temporaryIn(folder)
  try {
    const file = await open(temporary, 'wx')
    try {
      await write(file)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(folder, name))
    release(temporary)
  } catch (error) {
    await discard(temporary)
    const code = codeOf(error)
    if (code === undefined) throw error
    if (code !== 'ENOSPC') throw systemError('checkpoint', 'to write', join(folder, name), code, error)
    const cure = 'make room and run seed again: files that are whole stay'
    throw new RangeError(message(name, 'room on the disk until its last byte', 'none', cure), {
      cause: error,
    })
  }
  await syncFolder(folder)
}
