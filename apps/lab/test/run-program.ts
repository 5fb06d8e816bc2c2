import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transformWithOxc } from 'vite'

/** Below node_modules, so that Node itself imports what is here and finds the built packages as a user's code does. */
const FOLDER = fileURLToPath(new URL('../node_modules/.programs/', import.meta.url))

/** Runs a program in TypeScript in a process of its own and returns what it prints. @throws Error if it fails */
export async function runTypescript(name: string, program: string): Promise<string> {
  const { code } = await transformWithOxc(program, `${name}.ts`)
  mkdirSync(FOLDER, { recursive: true })
  const file = join(FOLDER, `${name}.mjs`)
  writeFileSync(file, code)
  const { stdout } = await promisify(execFile)(process.execPath, [file])
  return stdout
}
