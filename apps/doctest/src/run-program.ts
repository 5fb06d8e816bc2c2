import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Below node_modules, so that Node itself imports what is here and resolves the built packages as a user's code does. */
export const scratch: string = fileURLToPath(new URL('../node_modules/.examples/', import.meta.url))

/** Runs a program in a process of its own and returns what it prints; throws if it fails or does not end within a minute. */
export function runProgram(name: string, code: string, ...flags: readonly string[]): string {
  mkdirSync(scratch, { recursive: true })
  const file = join(scratch, `${name}.mjs`)
  writeFileSync(file, code)
  return execFileSync(process.execPath, [...flags, file], { encoding: 'utf8', timeout: 60_000 })
}
