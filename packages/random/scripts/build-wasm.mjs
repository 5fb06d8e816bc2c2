// Compiles assembly/kernels.ts and writes src/generated/kernels.ts with the module's bytes as base64.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = new URL('..', import.meta.url)
const files = new Map()
const { error, stderr } = await asc.main(
  [
    'assembly/kernels.ts',
    ...['--outFile', 'kernels.wasm', '-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd'],
    ...['--importMemory', '--memoryBase', '64', '--baseDir', fileURLToPath(root)],
  ],
  { writeFile: (file, bytes) => void files.set(file, bytes) },
)
if (error) throw new Error(`kernels: ${error.message}\n${stderr}`)
const base64 = Buffer.from(files.get('kernels.wasm')).toString('base64')
await mkdir(new URL('src/generated/', root), { recursive: true })
await writeFile(
  new URL('src/generated/kernels.ts', root),
  `// Written by scripts/build-wasm.mjs from assembly/kernels.ts.\nexport const kernels: string =\n  '${base64}'\n`,
)
