import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf, orElse } from './system-error.ts'

/** Makes a folder and those above it. Node's own `recursive` never ends below /proc, where a folder exists and takes none. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((await orElse(stat(folder), undefined))?.isDirectory()) return
    const parent = dirname(folder)
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error
    await makeFolder(parent)
    await mkdir(folder).catch((again) => {
      if (codeOf(again) !== 'EEXIST') throw again
    })
  }
}

/** Flushes a folder, so that new names in it last; Windows opens no folder. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
