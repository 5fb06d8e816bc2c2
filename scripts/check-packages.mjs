// Packs every published package, lints the tarballs, installs each alone into an empty project (with the packages that it depends
// on), imports and requires it there, looks at what arrived, and measures sizes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installAlone } from './packages/alone.mjs'
import { drawSize, filesOf, leftovers, packageSize, programSize } from './packages/bundles.mjs'
import { contentProblems } from './packages/contents.mjs'
import { run } from './packages/shell.mjs'
import { MAX_FILES, MAX_PROGRAM } from './packages/sizes.mjs'
import { pack } from './packages/tarballs.mjs'

function checkPackage(name, tarballs, folder) {
  run('.', 'publint', 'run', '--strict', tarballs[name])
  run('.', 'attw', '--quiet', '--profile', 'esm-only', tarballs[name])
  const problems = contentProblems(installAlone(name, tarballs, folder))
  if (problems.length > 0) throw new Error(`${name}:\n  ${problems.join('\n  ')}`)
  leftovers(name)
  console.log(`${name}: ${packageSize(name)} bytes minified and gzipped, installs and imports alone`)
}

const folder = mkdtempSync(join(tmpdir(), 'nn-pack-'))
try {
  const tarballs = pack(join(folder, 'tarballs'))
  for (const name of Object.keys(tarballs))
    checkPackage(name, tarballs, join(folder, name.slice('@nn/'.length)))
  for (const entry of Object.keys(MAX_FILES)) console.log(`${entry}: ${filesOf(entry)} files`)
  console.log(`one law into a Float32Array: ${drawSize()} bytes minified and gzipped`)
  for (const backend of Object.keys(MAX_PROGRAM))
    console.log(`one initializer and Dense on ${backend}: ${programSize(backend)} bytes minified and gzipped`)
} finally {
  rmSync(folder, { recursive: true })
}
