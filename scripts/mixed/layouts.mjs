import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package of a third party, which hands on one of ours. */
export const LIBRARY = 'library'

/**
 * The ways in which two versions of one package meet: it is new at the top, and those that depend on it have the old one nested below
 * them, all of them or one alone, as `npm update` leaves a project whose packages were not all updated; or a library has it.
 */
export function mixtures(manifests) {
  return manifests.flatMap(({ name }) => {
    const dependents = manifests.filter((each) => name in (each.dependencies ?? {})).map((each) => each.name)
    const sets = dependents.map((each) => [each])
    if (dependents.length > 1) sets.unshift(dependents)
    return [...sets, [LIBRARY]].map((nestedIn) => ({ name, nestedIn }))
  })
}

/** Arranges a project's node_modules: `unpacked` has a folder of each package, by its name. */
export function arrange(project, unpacked, { name, nestedIn }) {
  const modules = join(project, 'node_modules')
  cpSync(unpacked, modules, { recursive: true })
  if (nestedIn.includes(LIBRARY)) makeLibrary(join(modules, LIBRARY), name)
  for (const dependent of nestedIn) {
    const nested = join(modules, dependent, 'node_modules', name)
    mkdirSync(nested, { recursive: true })
    cpSync(join(unpacked, name), nested, { recursive: true })
  }
  renumber(join(modules, name, 'package.json'), '0.2.0')
}

function makeLibrary(folder, name) {
  const exports = { '.': { types: './index.d.ts', default: './index.js' } }
  const manifest = { name: LIBRARY, version: '1.0.0', type: 'module', exports }
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  for (const file of ['index.js', 'index.d.ts'])
    writeFileSync(join(folder, file), `export * from '${name}'\n`)
}

function renumber(file, version) {
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version }))
}
