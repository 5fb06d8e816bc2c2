import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readlink, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { orElse, systemError } from '@nn/files'

/** What a path leads to: a file that is or will be there, or something that takes bytes and keeps none, such as a pipe. */
export type Target =
  | { readonly kind: 'file'; readonly path: string; readonly mode: number | undefined }
  | { readonly kind: 'stream'; readonly path: string }

/** Where what is written to a path goes, links followed. @throws Error of the system if that is a folder */
export async function targetOf(where: string, path: string): Promise<Target> {
  const found = await orElse(stat(path), undefined)
  if (found?.isDirectory()) throw systemError(where, 'to write', path, 'EISDIR')
  // The system's own names of open files can be followed, but not replaced.
  const isOpen = /^\/(?:proc|dev)\/(?!shm\/)/.test(resolve(path))
  if (found !== undefined && (isOpen || !found.isFile())) return { kind: 'stream', path }
  if (found === undefined) return { kind: 'file', path: await endOfLinks(path), mode: undefined }
  return { kind: 'file', path: await realpath(path), mode: found.mode & 0o777 }
}

/** Links that lead on. */
const MAX_LINKS = 40

/** The path of a file that is not there: that of the last of the links, which do not reach it. */
async function endOfLinks(path: string): Promise<string> {
  let at = path
  for (let i = 0; i < MAX_LINKS; i++) {
    const found = await orElse(lstat(at), undefined)
    if (!found?.isSymbolicLink()) break
    at = resolve(dirname(at), await readlink(at))
  }
  return at
}

/** Opens what takes bytes and keeps none; of a pipe, only while somebody reads it, where waiting would be for ever. */
export async function openStream(path: string): Promise<FileHandle> {
  const probe = await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0))
  try {
    return await open(path, constants.O_WRONLY)
  } finally {
    await probe.close()
  }
}
