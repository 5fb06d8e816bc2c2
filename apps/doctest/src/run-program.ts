import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Below node_modules, so that Node itself imports what is here and resolves the built packages as a user's code does. */
export const scratch: string = fileURLToPath(new URL('../node_modules/.examples/', import.meta.url))

/** How a program is run. */
interface RunOptions {
  /** Ends the process when the test ends. */
  readonly signal: AbortSignal
  /** Flags of Node. */
  readonly flags?: readonly string[]
}

/** Runs a program in a process of its own and returns what it prints. @throws Error if it fails */
export async function runProgram(
  name: string,
  code: string,
  { signal, flags = [] }: RunOptions,
): Promise<string> {
  mkdirSync(scratch, { recursive: true })
  const file = join(scratch, `${name}.mjs`)
  writeFileSync(file, code)
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, file], { signal })
  return stdout
}
