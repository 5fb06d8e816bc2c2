import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { build } from 'esbuild'

/** A process with a program, and what it says. */
export type Child = ChildProcessByStdio<null, Readable, Readable>

/** Bundles a program with the sources of this package into a folder; its path. */
export async function bundled(folder: string, code: string): Promise<string> {
  const path = join(folder, 'program.mjs')
  await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: path,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@nn/source'],
    logLevel: 'error',
  })
  return path
}

/** Starts a bundled program. */
export function start(path: string, args: readonly string[], flags: readonly string[] = []): Child {
  return spawn(process.execPath, [...flags, path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

/** What a program printed until its end. @throws Error with what it complained of if it failed */
export async function output(child: Child): Promise<string> {
  const texts = ['', '']
  for (const [i, stream] of [child.stdout, child.stderr].entries()) {
    stream.on('data', (data) => {
      texts[i] += data
    })
  }
  const [code, signal] = await once(child, 'close')
  if (code !== 0) throw new Error(`exit ${code ?? signal}: ${texts[1]}`)
  return texts[0] ?? ''
}
