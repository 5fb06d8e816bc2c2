// Compiles each module of assembly/ and writes src/generated/<name>.ts with its bytes as base64.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = new URL('..', import.meta.url)

/** What is written, the file of assembly/ that it is made of, and the WebAssembly features that it needs. */
const modules = [
  ['elementwise', 'elementwise', ['simd']],
  ['matmul', 'matmul', ['simd']],
  ['matmulDouble', 'matmul-double', ['simd']],
  ['matmulRelaxed', 'matmul', ['simd', 'relaxed-simd']],
]

async function compile(file, features) {
  const files = new Map()
  const { error, stderr } = await asc.main(
    [
      `assembly/${file}.ts`,
      ...['--outFile', 'out.wasm', '-O3', '--runtime', 'stub', '--noAssert'],
      ...features.flatMap((feature) => ['--enable', feature]),
      ...['--importMemory', '--memoryBase', '64', '--baseDir', fileURLToPath(root)],
    ],
    { writeFile: (file, bytes) => void files.set(file, bytes) },
  )
  if (error) throw new Error(`${file}: ${error.message}\n${stderr}`)
  return Buffer.from(files.get('out.wasm')).toString('base64')
}

await mkdir(new URL('src/generated/', root), { recursive: true })
for (const [name, file, features] of modules) {
  await writeFile(
    new URL(`src/generated/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`, root),
    `// Written by scripts/build-wasm.mjs from assembly/${file}.ts.\nexport const ${name}: string =\n  '${await compile(file, features)}'\n`,
  )
}
