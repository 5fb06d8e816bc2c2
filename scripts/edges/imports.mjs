import { posix } from 'node:path'
import { codeOf } from './files.mjs'

const STATEMENT = /^(?:import|export)\s+(type\s+)?([^'"]*?)from\s+['"](\.[^'"]+)['"]/gm
const SPECIFIER = /(?:from|import)\s*\(?\s*'([^'.][^']*)'/g

/** Files that a file imports values from, by their paths from the root; what is imported as a type alone does not count. */
function valueImports(root, file) {
  return [...codeOf(root, file).matchAll(STATEMENT)]
    .filter(([, type, names]) => !type && !allTypes(names))
    .map(([, , , path]) => posix.join(posix.dirname(file), path))
}

function allTypes(clause) {
  const names = /^\{([\s\S]*)\}/.exec(clause.trim())?.[1]
  const list = names?.split(',').map((name) => name.trim())
  return list?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false
}

/** Packages that a file imports anything from; Node's own modules do not count in a folder `node`. */
export function packageImports(root, file) {
  return [...codeOf(root, file).matchAll(SPECIFIER)]
    .map(([, name]) => name)
    .filter((name) => !(name.startsWith('node:') && file.includes('/src/node/')))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
}

/** The graph of value imports between the source files of one package. */
export function fileGraph(root, files) {
  const known = new Set(files)
  return new Map(files.map((file) => [file, valueImports(root, file).filter((target) => known.has(target))]))
}

/** The graph between the folders of those files. An index.ts only re-exports, so its own imports do not count. */
export function folderGraph(graph) {
  const folders = new Map()
  for (const [file, targets] of graph) {
    const from = posix.dirname(file)
    const to = folders.get(from) ?? new Set()
    folders.set(from, to)
    if (posix.basename(file) === 'index.ts') continue
    for (const target of targets) if (posix.dirname(target) !== from) to.add(posix.dirname(target))
  }
  return folders
}
