// Packs every published package, lints the tarballs, installs each alone into an empty project (with the packages that it depends
// on), imports and requires it there, looks at what arrived, and measures sizes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installAlone } from './packages/alone.mjs'
import { filesOf, leftovers, packageSize, programSize } from './packages/bundles.mjs'
import { contentProblems } from './packages/contents.mjs'
import { PROGRAMS } from './packages/programs.mjs'
import { run } from './packages/shell.mjs'
import { MAX_FILES } from './packages/sizes.mjs'
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
  for (const [name, { text }] of Object.entries(PROGRAMS))
    console.log(`${text}: ${programSize(name)} bytes minified and gzipped`)
} finally {
  rmSync(folder, { recursive: true })
}
