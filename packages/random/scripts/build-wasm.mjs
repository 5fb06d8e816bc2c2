// Compiles each module of assembly/ and writes src/generated/<name>.ts with its bytes in hexadecimal digits.
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = new URL('..', import.meta.url)

async function compile(name) {
  const files = new Map()
  const { error, stderr } = await asc.main(
    [
      `assembly/${name}.ts`,
      ...['--outFile', `${name}.wasm`, '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd'],
      ...(name.endsWith('-relaxed') ? ['--enable', 'relaxed-simd'] : []),
      ...['--importMemory', '--memoryBase', '64', '--baseDir', fileURLToPath(root)],
    ],
    { writeFile: (file, bytes) => void files.set(file, bytes) },
  )
  if (error) throw new Error(`${name}: ${error.message}\n${stderr}`)
  return Buffer.from(files.get(`${name}.wasm`)).toString('hex')
}

await mkdir(new URL('src/generated/', root), { recursive: true })
const files = (await readdir(new URL('assembly/', root))).filter((file) => file.endsWith('.ts'))
for (const file of files) {
  const name = file.replace(/\.ts$/, '')
  await writeFile(
    new URL(`src/generated/${name}.ts`, root),
    `// Written by scripts/build-wasm.mjs from assembly/${file}.\nexport const ${name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())}: string =\n  '${await compile(name)}'\n`,
  )
}
