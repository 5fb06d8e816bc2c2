// The one table of allowed dependencies between the packages. Fails when a package declares another edge, imports what
// it does not declare, or declares what it does not import.
import { readdirSync, readFileSync } from 'node:fs'

const EDGES = {
  tensor: [],
  random: [],
  'backend-cpu': ['tensor'],
  init: ['tensor', 'random'],
  layers: ['tensor', 'random', 'init'],
  io: ['tensor'],
  checkpoint: ['init', 'io', 'random'],
  'internal/check': [],
  'internal/testing': ['tensor'],
  'internal/wasm': [],
}

/** Private packages that the build puts into those that have them as development dependencies. */
const BUNDLED = ['@nn/check', '@nn/wasm']

const packages = new URL('../packages/', import.meta.url)
const IMPORT = /(?:from|import)\s*\(?\s*'([^'.][^']*)'/g

/** Package names that the TypeScript files below a folder import; comments do not count, nor do Node's own modules in `node/`. */
function importsOf(folder) {
  const names = new Set()
  for (const file of readdirSync(folder, { recursive: true })) {
    if (!/\.ts$/.test(file)) continue
    const code = readFileSync(new URL(file, folder), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    for (const [, name] of code.matchAll(IMPORT)) {
      if (/^node[\\/]/.test(file) && name.startsWith('node:')) continue
      names.add(
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
    }
  }
  return [...names].sort()
}

const problems = []
const published = readdirSync(packages).filter((name) => name !== 'internal')
const internal = readdirSync(new URL('internal/', packages)).map((name) => `internal/${name}`)
for (const name of [...published, ...internal]) {
  const manifest = JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8'))
  const allowed = EDGES[name]?.map((edge) => `@nn/${edge}`).sort()
  const declared = Object.keys(manifest.dependencies ?? {}).sort()
  const used = importsOf(new URL(`${name}/src/`, packages))
  if (!allowed) problems.push(`${name}: expected a row in scripts/check-edges.mjs`)
  else if (String(declared) !== String(allowed))
    problems.push(`${name}: expected dependencies [${allowed}], got [${declared}]`)
  const development = Object.keys(manifest.devDependencies ?? {})
  const tools = manifest.private ? development : BUNDLED.filter((name) => development.includes(name))
  const undeclared = used.filter((used) => !declared.includes(used) && !tools.includes(used))
  if (undeclared.length > 0) problems.push(`${name}: imports [${undeclared}] without declaring them`)
  const unused = declared.filter((declared) => !used.includes(declared))
  if (unused.length > 0) problems.push(`${name}: declares [${unused}] without importing them`)
  if (manifest.peerDependencies) problems.push(`${name}: expected no peer dependencies`)
}
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exitCode = 1
}
