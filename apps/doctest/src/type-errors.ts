import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Block } from './blocks.ts'
import { scratch } from './run-program.ts'

const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

/** A strict project in Node, which checks the declarations of what it imports, too; nothing comes from the repository. */
const compilerOptions = {
  module: 'nodenext',
  target: 'es2023',
  lib: ['es2023', 'dom'],
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
}

/**
 * What the compiler says of blocks that somebody copies into the files of a strict project, as `FILE:LINE: MESSAGE`. The project is in a
 * folder below the `node_modules` of whoever has what the blocks import, and other libraries' declarations may be left unchecked.
 */
export async function typeErrors(
  name: string,
  blocks: readonly Block[],
  { home = scratch, skipLibCheck = false }: { home?: string; skipLibCheck?: boolean } = {},
): Promise<string[]> {
  const folder = join(home, `types-${name}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [i, { code }] of blocks.entries()) writeFileSync(join(folder, `${i}.ts`), asModule(code))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck }, include: ['*.ts'] }),
  )
  const said = await tsc(folder)
  const errors = [...said.matchAll(/^(\d+)\.ts\((\d+),\d+\): error (.*)$/gm)]
  if (errors.length === 0 && said !== '') throw new Error(`tsc: expected errors of blocks, got ${said}`)
  return errors.map(([, i, line, message]) => {
    const block = blocks[Number(i)]
    return `${block?.file}:${(block?.line ?? 0) + Number(line)}: ${message}`
  })
}

/** A block as a file of its own. What is there to throw may be what the compiler refuses. */
function asModule(code: string): string {
  return `${code.replace(/^(?=.* \/\/ throws \/)/gm, '// ')}\nexport {}\n`
}

/** What the compiler prints of a folder; its exit code only says whether that is nothing. */
function tsc(folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [compiler, '-p', folder, '--pretty', 'false'],
      { cwd: folder },
      (error, stdout) =>
        error?.code === undefined || typeof error.code === 'number' ? resolve(stdout.trim()) : reject(error),
    )
  })
}
