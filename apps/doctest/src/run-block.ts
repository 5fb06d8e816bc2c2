import { AssertionError, deepStrictEqual } from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Block } from './blocks.ts'
import { compile } from './compile.ts'
import { scratch } from './run-program.ts'

/**
 * Runs a block in this process, from a file in a folder below the `node_modules` of whoever has what it imports.
 * @throws whatever it throws, and AssertionError where something is not as it says
 */
export async function runBlock({ file, line, code }: Block, folder: string = scratch): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${file.replaceAll('/', '_')}-${line}.mjs`)
  writeFileSync(path, await compile(code))
  Object.assign(globalThis, { __doctest: checks() })
  await import(/* @vite-ignore */ `${pathToFileURL(path)}?${Date.now()}`)
}

/** What compiled blocks call. */
function checks(): Readonly<Record<string, unknown>> {
  const printed: string[] = []
  return {
    console: { log: (...values: unknown[]) => printed.push(values.map(String).join(' ')) },
    __equal: (actual: () => unknown, expected: () => unknown, line: string) =>
      deepStrictEqual(plain(actual()), plain(expected()), line),
    __throws: throwsAs,
    __printed: (text: string) => deepStrictEqual(printed.pop(), text),
  }
}

/** Assertions say more of arrays than of views. */
function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? [value.constructor.name, ...(value as Uint8Array)]
    : value
}

function throwsAs(attempt: () => unknown, pattern: RegExp, line: string): void {
  let message: string
  try {
    attempt()
    message = 'no error'
  } catch (error) {
    message = error instanceof Error ? error.message : String(error)
    if (pattern.test(message)) return
  }
  throw new AssertionError({ message: `${line}: expected a message that matches ${pattern}, got ${message}` })
}
