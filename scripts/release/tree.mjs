import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldersIn } from '../edges/files.mjs'

/** The manifest of a folder. */
export function manifestOf(root, folder = '.') {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}

/** The packages that are published: folder and manifest. */
export function publishedPackages(root) {
  return foldersIn(root, 'packages').map((folder) => ({ folder, manifest: manifestOf(root, folder) }))
}

/** The pending changesets: file and text. */
export function changesetsOf(root) {
  const folder = join(root, '.changeset')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
}
