// Compiles the AssemblyScript of a package to src/generated/<name>.ts, one file for each module with its bytes as text.
// This is the only place where WebAssembly is made: what differs between engines or memories is compiled here, not rewritten there.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import { encode } from './encode.mjs'

/**
 * Compiles modules of a package.
 *
 * @param {URL} root The package's folder.
 * @param {{ pages: number, modules: Record<string, { entry?: string, relaxed?: boolean, flags?: readonly string[] }> }} options
 * The most pages of 64 KiB, below 128, of a memory that the modules work on; and what each is made of: the file of assembly/ if that
 * has another name, whether the constant RELAXED is defined and relaxed SIMD may be used, and further flags of the compiler.
 */
export async function buildWasm(root, { pages, modules }) {
  const folder = new URL('src/generated/', root)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [name, { entry = name, relaxed = false, flags = [] }] of Object.entries(modules)) {
    const all = relaxed ? [...flags, '--enable', 'relaxed-simd', '--use', 'RELAXED=1'] : flags
    const bytes = await compile(fileURLToPath(root), entry, pages, all)
    await writeFile(new URL(`${name}.ts`, folder), source(name, entry, bytes))
  }
}

/** The bytes of a module that imports its memory, and whose constants lie from place 64 on. */
async function compile(root, entry, pages, flags) {
  const files = new Map()
  const { error, stderr } = await asc.main(
    [
      `assembly/${entry}.ts`,
      ...['--outFile', 'out.wasm', '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd'],
      ...['--importMemory', '--initialMemory', '1', '--maximumMemory', String(pages)],
      ...['--memoryBase', '64', '--baseDir', root, ...flags],
    ],
    { writeFile: (file, bytes) => void files.set(file, bytes) },
  )
  if (error) throw new Error(`${entry}: ${error.message}\n${stderr}`)
  return Buffer.from(files.get('out.wasm'))
}

function source(name, entry, bytes) {
  const constant = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  return `// Written by build-wasm.mjs from assembly/${entry}.ts.
import type { ModuleSource } from '@nn/wasm'

export const ${constant}: ModuleSource = {
  limitsAt: ${limitsAt(bytes)},
  text: '${encode(bytes).replace(/[\\']/g, '\\$&')}',
}
`
}

/**
 * Where a module says which memory it imports: 1 for one of its own, 3 for one that threads share, and that is all in which the two differ.
 * The import section (2) has one import: 'env', 'memory', a memory (2), then the limits.
 */
function limitsAt(bytes) {
  let at = 8
  while (bytes[at] !== 2) at += 2 + bytes[at + 1]
  const limits = at + 15
  const header = bytes.subarray(at + 2, limits).toString('latin1')
  if (header !== '\x01\x03env\x06memory\x02' || bytes[limits] !== 1)
    throw new Error(`expected one import, a memory with a maximum, got ${JSON.stringify(header)}`)
  return limits
}
