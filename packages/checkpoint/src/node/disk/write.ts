import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { message } from '@nn/check'
import { showBytes } from '../../plan/table.ts'
import { codeOf, filesIn } from './folder.ts'

/** What a write needs besides the bytes of files. */
const SPARE = 1 << 20

/**
 * Makes the folder, and asks whether it can be written and has room.
 *
 * @throws RangeError if not.
 */
export async function makeFolder(where: string, folder: string, bytes: number): Promise<void> {
  try {
    await makeAll(folder)
    const probe = temporaryName(folder, 'probe')
    await (await open(probe, 'wx')).close()
    await rm(probe)
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

/** Node's own `recursive` never ends below /proc, where a folder exists and takes none. */
async function makeAll(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    const parent = dirname(folder)
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error
    await makeAll(parent)
    await mkdir(folder).catch((again) => {
      // Another worker may have made it meanwhile.
      if (codeOf(again) !== 'EEXIST') throw again
    })
  }
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
  const temporary = temporaryName(folder, name)
  const file = await open(temporary, 'wx')
  try {
    try {
      await write(file)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(folder, name))
  } catch (error) {
    await rm(temporary, { force: true })
    if (codeOf(error) !== 'ENOSPC') throw error
    const cure = 'make room and run seed again: files that are whole stay'
    throw new RangeError(message(name, 'room on the disk until its last byte', 'none', cure), {
      cause: error,
    })
  }
  await syncFolder(folder)
}

/** Names the process, so that others can tell what a dead one left. */
function temporaryName(folder: string, name: string): string {
  return join(folder, `.${name}.${hostname()}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`)
}

/** Makes the new name last, where the system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Age in milliseconds from which a temporary file of another machine is taken for a dead worker's. */
const OLD = 24 * 60 * 60 * 1000

/** Removes what dead workers left in the folder: processes of this machine that live no more, and what is a day old. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await filesIn(folder)) {
    const [, host, pid] = /\.(?:safetensors|json|probe)\.(.+)\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(name) ?? []
    if (!name.startsWith('.') || host === undefined) continue
    const path = join(folder, name)
    const isDead = host === hostname() ? !isAlive(Number(pid)) : await isOld(path)
    if (isDead) await rm(path, { force: true })
  }
}

async function isOld(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > OLD
  } catch {
    // Its worker has given it its name meanwhile.
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
