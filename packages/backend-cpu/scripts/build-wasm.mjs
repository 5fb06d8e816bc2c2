// Compiles each module of assembly/ and writes src/generated/<name>.ts with its bytes as base64.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = new URL('..', import.meta.url)

/** What is written, the file of assembly/ that it is made of, and the WebAssembly features that it needs. */
const modules = [
  ['elementwise', 'elementwise', ['simd']],
  ['matmul', 'matmul', ['simd']],
  ['matmul-double', 'matmul-double', ['simd']],
  ['matmul-relaxed', 'matmul', ['simd', 'relaxed-simd']],
  ['rows', 'rows', ['simd']],
]

async function compile(file, features) {
  const files = new Map()
  const { error, stderr } = await asc.main(
    [
      `assembly/${file}.ts`,
      ...['--outFile', 'out.wasm', '-O3', '--shrinkLevel', '1', '--runtime', 'stub', '--noAssert'],
      ...features.flatMap((feature) => ['--enable', feature]),
      ...['--importMemory', '--memoryBase', '64', '--baseDir', fileURLToPath(root)],
    ],
    { writeFile: (file, bytes) => void files.set(file, bytes) },
  )
  if (error) throw new Error(`${file}: ${error.message}\n${stderr}`)
  return Buffer.from(files.get('out.wasm')).toString('base64')
}

async function write(name, file, base64) {
  const constant = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  await writeFile(
    new URL(`src/generated/${name}.ts`, root),
    `// Written by scripts/build-wasm.mjs from assembly/${file}.ts.\nexport const ${constant}: string =\n  '${base64}'\n`,
  )
}

await mkdir(new URL('src/generated/', root), { recursive: true })
for (const [name, file, features] of modules) {
  await write(name, file, await compile(file, features))
}
