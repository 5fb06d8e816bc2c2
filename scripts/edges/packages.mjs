import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldersIn, sourcesOf } from './files.mjs'
import { packageImports } from './imports.mjs'
import { BUNDLED } from './table.mjs'

/** What is wrong with the edges between packages: what they declare, import, or are allowed. */
export function packageProblems(root, edges) {
  const folders = ['packages', 'packages/internal'].flatMap((group) => foldersIn(root, group))
  return folders.flatMap((folder) => problemsOf(root, folder, edges[folder.slice('packages/'.length)]))
}

function problemsOf(root, folder, row) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const declared = Object.keys(manifest.dependencies ?? {}).sort()
  const used = [...new Set(sourcesOf(root, folder).flatMap((file) => packageImports(root, file)))].sort()
  const tools = toolsOf(manifest)
  const undeclared = used.filter((name) => !declared.includes(name) && !tools.includes(name))
  const unused = declared.filter((name) => !used.includes(name))
  const problems = []
  if (row === undefined) problems.push('expected a row in scripts/edges/table.mjs')
  else problems.push(...compare(declared, row))
  if (undeclared.length > 0) problems.push(`imports [${undeclared}] without declaring them`)
  if (unused.length > 0) problems.push(`declares [${unused}] without importing them`)
  if (manifest.peerDependencies) problems.push('expected no peer dependencies')
  return problems.map((problem) => `${folder}: ${problem}`)
}

function compare(declared, row) {
  const allowed = row.map((edge) => `@nn/${edge}`).sort()
  return String(declared) === String(allowed) ? [] : [`expected dependencies [${allowed}], got [${declared}]`]
}

/** Development dependencies that sources may import: any of a private package, else those that the build puts in. */
function toolsOf(manifest) {
  const development = Object.keys(manifest.devDependencies ?? {})
  return manifest.private ? development : BUNDLED.filter((name) => development.includes(name))
}
