import { showBytes } from '../../plan/table.ts'
import type { Progress } from '../disk/seed.ts'

/** Where a command writes. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  /** Whether lines of stderr can be written over. */
  readonly isInteractive: boolean
}

/** The process's own. */
export function processTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    isInteractive: process.stderr.isTTY === true,
  }
}

const WIDTH = 30

/** A bar that is written over, or a line for each file. */
export function progressOf({ error, isInteractive }: Terminal, verb: string): (progress: Progress) => void {
  const begin = performance.now()
  let [last, lastFile] = [0, '']
  return ({ file, done, total }) => {
    const now = performance.now()
    const isEnd = done === total
    if (isInteractive) {
      if (!isEnd && now - last < 100) return
      last = now
      error(`\r${bar(done / total)} ${rate(done, total, now - begin)} ${file}${isEnd ? '\n' : ''}`)
    } else if (file !== lastFile || isEnd) {
      lastFile = file
      error(`${verb} ${file}: ${rate(done, total, now - begin)}\n`)
    }
  }
}

function bar(share: number): string {
  const full = Math.round(share * WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
}

function rate(done: number, total: number, milliseconds: number): string {
  const speed = milliseconds > 0 ? `, ${showBytes(Math.round((done / milliseconds) * 1000))}/s` : ''
  return `${showBytes(done)} of ${showBytes(total)}${speed}`
}
