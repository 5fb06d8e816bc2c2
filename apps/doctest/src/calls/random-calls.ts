import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { scratch } from '../run-program.ts'
import type { Fault, Report } from './main.ts'

/** Which calls are made. */
interface CallsOptions {
  readonly seed: number
  readonly count: number
  readonly signal: AbortSignal
}

/** How random calls ended. */
export interface Outcome {
  readonly faults: readonly Fault[]
  readonly callables: number
  readonly passed: number
  readonly refused: number
}

/** Milliseconds without a word after which a process hangs. */
const SILENCE = 120_000
/** Most faults that are told. */
const MOST = 50

/** The program, for Node: it imports the built packages as a user's code does. */
async function program(): Promise<string> {
  mkdirSync(scratch, { recursive: true })
  const outfile = join(scratch, 'calls.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  })
  return outfile
}

/** Makes random calls in a process of its own, in a folder of its own, so that neither a hang nor a file that is written does harm. */
export async function randomCalls({ seed, count, signal }: CallsOptions): Promise<Outcome> {
  const file = await program()
  const cwd = mkdtempSync(join(tmpdir(), 'nn-calls-'))
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  const faults: Fault[] = []
  let last = 0
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      const child = fork(file, [root, `${seed}`, '0', `${count}`], { cwd, signal, stdio: 'inherit' })
      const silent = () => {
        child.kill('SIGKILL')
        reject(new Error(`expected calls to end, got none after number ${last} of seed ${seed}`))
      }
      let timer = setTimeout(silent, SILENCE)
      child.on('message', (report: Report) => {
        clearTimeout(timer)
        timer = setTimeout(silent, SILENCE)
        if ('at' in report) last = report.at
        else if ('fault' in report) {
          if (faults.length < MOST) faults.push(report)
        } else resolve({ faults, ...report })
      })
      child.on('error', reject)
      child.on('exit', (code) => {
        clearTimeout(timer)
        reject(new Error(`expected calls to end, got exit code ${code} after number ${last} of seed ${seed}`))
      })
    })
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}
