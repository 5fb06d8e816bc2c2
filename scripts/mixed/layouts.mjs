import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The ways in which two versions of one package meet: it is new at the top, and those that depend on it have the old one nested below
 * them, all of them or one alone, as `npm update` leaves a project whose packages were not all updated. Where none depends on it, it
 * is new alone.
 */
export function mixtures(manifests) {
  return manifests.flatMap(({ name }) => {
    const dependents = manifests.filter((each) => name in (each.dependencies ?? {})).map((each) => each.name)
    const sets = dependents.length > 1 ? [dependents, ...dependents.map((each) => [each])] : [dependents]
    return sets.map((nestedIn) => ({ name, nestedIn }))
  })
}

/** Arranges a project's node_modules: `unpacked` has a folder of each package, by its name. */
export function arrange(project, unpacked, { name, nestedIn }) {
  const modules = join(project, 'node_modules')
  cpSync(unpacked, modules, { recursive: true })
  for (const dependent of nestedIn) {
    const nested = join(modules, dependent, 'node_modules', name)
    mkdirSync(nested, { recursive: true })
    cpSync(join(unpacked, name), nested, { recursive: true })
  }
  renumber(join(modules, name, 'package.json'), '0.2.0')
}

function renumber(file, version) {
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version }))
}
