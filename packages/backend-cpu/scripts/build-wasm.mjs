// Compiles each module of assembly/ and writes src/generated/<name>.ts with its bytes in hexadecimal digits.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = new URL('..', import.meta.url)

async function compile(name) {
  const files = new Map()
  const { error, stderr } = await asc.main(
    [
      `assembly/${name}.ts`,
      ...['--outFile', 'out.wasm', '-O3', '--shrinkLevel', '1', '--runtime', 'stub', '--noAssert'],
      ...['--enable', 'simd'],
      ...['--importMemory', '--memoryBase', '64', '--baseDir', fileURLToPath(root)],
    ],
    { writeFile: (file, bytes) => void files.set(file, bytes) },
  )
  if (error) throw new Error(`${name}: ${error.message}\n${stderr}`)
  return Buffer.from(files.get('out.wasm')).toString('hex')
}

async function write(name) {
  const constant = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  await writeFile(
    new URL(`src/generated/${name}.ts`, root),
    `// Written by scripts/build-wasm.mjs from assembly/${name}.ts.\nexport const ${constant}: string =\n  '${await compile(name)}'\n`,
  )
}

await rm(new URL('src/generated/', root), { recursive: true, force: true })
await mkdir(new URL('src/generated/', root), { recursive: true })
for (const name of ['elementwise', 'matmul', 'matmul-double', 'rows']) await write(name)
