import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from './system-error.ts'

/** What the names of files say of the process that they belong to. */
export interface Owner {
  readonly host: string
  readonly pid: number
  /** When it started, in the system's ticks; undefined where the system does not tell. */
  readonly start: string | undefined
}

/** This process. */
export function thisProcess(): Owner {
  return { host: machine(), pid: process.pid, start: statusOf(process.pid)?.start }
}

/**
 * Whether a process lives; undefined of another machine's, of which nothing can be known. Numbers of processes are given again, in a container
 * that starts anew always the same ones: a process that started at another time is another one.
 */
export function lives({ host, pid, start }: Owner): boolean | undefined {
  if (host !== machine() && host !== shortHost()) return undefined
  const status = statusOf(pid)
  if (status === undefined) return exists(pid)
  return !status.hasEnded && (start === undefined || start === status.start)
}

/**
 * The name of this machine: its own, and where the system tells a hash of what numbers of processes hold within, since containers and machines
 * may share a name.
 */
function machine(): string {
  known ??= machineName()
  return known
}

let known: string | undefined

function machineName(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
    const space = readlinkSync('/proc/self/ns/pid')
    const hash = createHash('sha256').update(`${boot} ${space}`).digest('hex')
    return `${shortHost()}.${hash.slice(0, 12)}`
  } catch {
    return shortHost()
  }
}

function shortHost(): string {
  return hostname().slice(0, 64)
}

/** What Linux tells of a process; undefined where there is none, or it tells nothing. */
function statusOf(
  pid: number,
): { readonly hasEnded: boolean; readonly start: string | undefined } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold brackets itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { hasEnded: fields[0] === 'Z' || fields[0] === 'X', start: fields[19] }
  } catch {
    return undefined
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
