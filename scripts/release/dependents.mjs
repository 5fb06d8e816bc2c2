// A package whose dependency leaves its range is itself bumped in a breaking way: otherwise `npm update` takes the new package, but not
// the new version of what a project has beside it, and installs a second copy. changesets would give it a patch. Run before
// `changeset version`, which reads the changeset that this writes.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { changesetsOf, publishedPackages } from './tree.mjs'

const ORDER = ['none', 'patch', 'minor', 'major']
const FILE = '.changeset/dependents.md'

/** The bumps that changesets ask for, the largest of each package. */
export function bumpsOf(changesets) {
  const bumps = new Map()
  for (const { text } of changesets) {
    const front = /^---\n([\s\S]*?)\n?---/.exec(text)?.[1] ?? ''
    for (const [, name, bump] of front.matchAll(/^["']?([^"':]+)["']?:\s*(\w+)\s*$/gm))
      if (ORDER.indexOf(bump) > ORDER.indexOf(bumps.get(name) ?? 'none')) bumps.set(name, bump)
  }
  return bumps
}

/** The smallest bump that leaves a caret range of the version: minor before 1.0.0, major since. */
export function breakingBump(version) {
  return version.startsWith('0.') ? 'minor' : 'major'
}

/** Bumps that packages need beside those that are asked for, as their dependencies, and theirs, leave their ranges. */
export function missingBumps(manifests, asked) {
  const bumps = new Map(asked)
  const isBreaking = ({ name, version }) =>
    ORDER.indexOf(bumps.get(name) ?? 'none') >= ORDER.indexOf(breakingBump(version))
  for (let changed = true; changed; ) {
    changed = false
    const breaking = new Set(manifests.filter(isBreaking).map(({ name }) => name))
    for (const manifest of manifests) {
      const follows = Object.keys(manifest.dependencies ?? {}).some((name) => breaking.has(name))
      if (!follows || isBreaking(manifest)) continue
      bumps.set(manifest.name, breakingBump(manifest.version))
      changed = true
    }
  }
  return new Map([...bumps].filter(([name, bump]) => asked.get(name) !== bump))
}

/** Writes the changeset of those that follow, if there are any. */
export function writeDependents(root) {
  const manifests = publishedPackages(root).map(({ manifest }) => manifest)
  const others = changesetsOf(root).filter(({ file }) => `.changeset/${file}` !== FILE)
  const missing = missingBumps(manifests, bumpsOf(others))
  if (missing.size === 0) return
  const front = [...missing].map(([name, bump]) => `'${name}': ${bump}`).join('\n')
  const text = 'Needs the new versions of the packages that it depends on.'
  writeFileSync(join(root, FILE), `---\n${front}\n---\n\n${text}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [root = fileURLToPath(new URL('../..', import.meta.url))] = process.argv.slice(2)
  writeDependents(root)
}
