import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { lives, thisProcess } from './owner.ts'

/** Files that go when the process ends. */
const held = new Set<string>()

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A new name in a folder, which tells what process it belongs to; the file goes when that process ends, also by Ctrl-C. */
export function temporaryIn(folder: string): string {
  const { host, pid, start } = thisProcess()
  const process = start === undefined ? pid : `${pid}-${start}`
  const path = join(folder, `.nn.${host}.${process}.${randomBytes(6).toString('hex')}.tmp`)
  hold(path)
  return path
}

/** Removes a file that went by `temporaryIn` or `hold`. */
export async function discard(path: string): Promise<void> {
  await rm(path, { force: true })
  release(path)
}

/** Lets a file go with the process. */
export function hold(path: string): void {
  if (held.size === 0) listen('on')
  held.add(path)
}

/** Lets a file stay, or says that it is gone. */
export function release(path: string): void {
  if (held.delete(path) && held.size === 0) listen('off')
}

function listen(how: 'on' | 'off'): void {
  process[how]('exit', removeHeld)
  for (const signal of SIGNALS) process[how](signal, end)
}

function removeHeld(): void {
  for (const path of held) rmSync(path, { force: true })
  held.clear()
}

/** Does what the signal would have done. Where others listen, they decide whether the process ends. */
function end(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  removeHeld()
  listen('off')
  process.kill(process.pid, signal)
}

/** Age in milliseconds from which a temporary file of another machine is taken for a dead process's. */
const OLD = 24 * 60 * 60 * 1000

/**
 * Removes what processes left in a folder that were killed: those of this machine that live no more, and what is a day old. It is
 * housekeeping: where it cannot be done, nothing depends on it.
 */
export async function removeStale(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    const alive = ownerLives(name)
    const isStale = alive === undefined ? isTemporary(name) && (await isOld(path, OLD)) : !alive
    if (isStale) await rm(path, { force: true }).catch(() => undefined)
  }
}

/** The temporary files in a folder: of processes that write, and what `removeStale` would remove or cannot tell. */
export async function temporariesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter(isTemporary).sort()
}

const NAME = /^\.nn\.(.+)\.(\d+)(?:-(\d+))?\.[0-9a-f]{12}\.tmp$/

function isTemporary(name: string): boolean {
  return NAME.test(name)
}

/** Whether the process lives that a name of `temporaryIn` belongs to; undefined if it is none, or that of another machine. */
export function ownerLives(name: string): boolean | undefined {
  const [, host, pid, start] = NAME.exec(name) ?? []
  return host === undefined ? undefined : lives({ host, pid: Number(pid), start })
}

/** Whether a file was not touched for so many milliseconds. */
export async function isOld(path: string, age: number): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
  return Date.now() - mtimeMs > age
}
