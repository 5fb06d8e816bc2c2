import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The published packages, by their folders' names. */
export function publishedPackages(root: string): string[] {
  return readdirSync(join(root, 'packages')).filter((name) => name !== 'internal')
}

/** The files below a folder whose names end so. */
export function filesBelow(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending) && !file.includes('node_modules'))
    .map((file) => join(folder, file))
}

/** The Markdown whose snippets run: READMEs and docs of the repository, its packages and its apps. */
export function documents(root: string): string[] {
  const readmes = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name, 'README.md')),
  )
  const docs = publishedPackages(root).flatMap((name) =>
    filesBelow(join(root, 'packages', name, 'docs'), '.md'),
  )
  return [join(root, 'README.md'), ...filesBelow(join(root, 'docs'), '.md'), ...readmes, ...docs].filter(
    (file) => existsSync(file),
  )
}
