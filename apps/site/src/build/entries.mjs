import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * What can be imported of a published package.
 *
 * @typedef {object} Entry
 * @property {string} name As programs write it, such as `@nn/init/torch`.
 * @property {string} types The file of its declarations.
 * @property {boolean} isNode Whether it needs Node.
 */

const root = new URL('../../../../', import.meta.url)
const packages = new URL('packages/', root)

/** The published packages, by their folders. */
export function publishedFolders() {
  return readdirSync(packages)
    .filter((folder) => folder !== 'internal')
    .map((folder) => new URL(`${folder}/`, packages))
}

/** The entries of the published packages. @returns {Entry[]} */
export function entries() {
  return publishedFolders().flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
    return Object.entries(exports).flatMap(([path, { types }]) =>
      types === undefined ? [] : [entry(`${name}${path.slice(1)}`, new URL(types, folder))],
    )
  })
}

/** @param {string} name @param {URL} types @returns {Entry} */
function entry(name, types) {
  return { name, types: fileURLToPath(types), isNode: name.endsWith('/node') }
}
