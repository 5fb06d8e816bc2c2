import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** Folders of one kind of workspace package, such as `packages/tensor`, by their paths from the root. */
export function foldersIn(root, group) {
  if (!existsSync(join(root, group))) return []
  return readdirSync(join(root, group), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, group, entry.name, 'package.json')))
    .map((entry) => `${group}/${entry.name}`)
    .sort()
}

/** Folders of all packages and apps. */
export function workspaceFolders(root) {
  return ['packages', 'packages/internal', 'apps'].flatMap((group) => foldersIn(root, group))
}

/** The source files of a package by their paths from the root, with `/`; generated ones aside. */
export function sourcesOf(root, folder) {
  const src = join(root, folder, 'src')
  if (!existsSync(src)) return []
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.includes('/generated/'))
    .sort()
}

/** The text of a file of the tree, without its comments. */
export function codeOf(root, file) {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}
