import { link, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { codeOf, discard, hold, isOld, ownerLives, temporaryIn } from '@nn/files'

/** Renaming takes milliseconds: a lock of this age in milliseconds is that of a process that hangs or a machine that died. */
const OLD = 60_000

/**
 * Does work that no other process does at the same time, as the lock tells: a file with the name of its owner. Where the system has
 * no second names for files, which make a lock all at once, there is none.
 */
export async function exclusively<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const own = temporaryIn(dirname(lock))
  try {
    await writeFile(own, basename(own))
    while (!(await taken(own, lock))) {
      if (await isLeft(lock)) await discard(lock)
      else await setTimeout(10)
    }
    return await work()
  } finally {
    if ((await ownerOf(lock)) === basename(own)) await discard(lock)
    await discard(own)
  }
}

/** Whether the lock is taken, or there can be none. */
async function taken(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    hold(lock)
    return true
  } catch (error) {
    return codeOf(error) !== 'EEXIST'
  }
}

/** Whether the owner of a lock lives no more. */
async function isLeft(lock: string): Promise<boolean> {
  const owner = await ownerOf(lock)
  return owner !== undefined && (ownerLives(owner) === false || (await isOld(lock, OLD)))
}

async function ownerOf(lock: string): Promise<string | undefined> {
  return readFile(lock, 'utf8').catch(() => undefined)
}
