import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { manifestOf } from '../release/tree.mjs'
import { run } from './shell.mjs'
import { install } from './tarballs.mjs'

/** Installs one package, and those that it depends on, and imports and requires all that it exports. Returns where it is. */
export function installAlone(name, tarballs, folder) {
  const manifest = manifestOfPackage(name)
  const wanted = neededBy(name)
  install(
    folder,
    wanted.map((each) => tarballs[each]),
  )
  const installed = readdirSync(join(folder, 'node_modules/@nn')).map((dir) => `@nn/${dir}`)
  if (String(installed.sort()) !== String(wanted.sort()))
    throw new Error(`${name}: expected only itself and its dependencies to be installed, got ${installed}`)
  for (const path of Object.keys(manifest.exports).filter((path) => path !== './package.json'))
    importBothWays(folder, name + path.slice(1))
  return join(folder, 'node_modules', name)
}

function manifestOfPackage(name) {
  return manifestOf('.', `packages/${name.slice('@nn/'.length)}`)
}

/** A package, those that it depends on, and those that these depend on. */
function neededBy(name) {
  const needed = new Set([name])
  for (const each of needed)
    for (const further of Object.keys(manifestOfPackage(each).dependencies ?? {})) needed.add(further)
  return [...needed]
}

function importBothWays(folder, entry) {
  const show = 'console.log(Object.keys(m).length)'
  const evaluate = (type, code) => run(folder, 'node', `--input-type=${type}`, '-e', `${code}; ${show}`)
  const imported = Number(evaluate('module', `import * as m from '${entry}'`))
  const required = Number.parseInt(evaluate('commonjs', `const m = require('${entry}')`), 10)
  if (imported === 0 || required < imported)
    throw new Error(`${entry}: expected exports by import and require, got ${imported} and ${required}`)
}
