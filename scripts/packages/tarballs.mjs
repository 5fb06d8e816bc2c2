import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './shell.mjs'

/** Packs every published package into a folder: the tarballs by the packages' names. */
export function pack(folder) {
  mkdirSync(folder, { recursive: true })
  run('.', 'pnpm', '-r', '--filter', './packages/*', 'pack', '--pack-destination', folder)
  return Object.fromEntries(
    readdirSync(folder).map((file) => [`@nn/${/^nn-(.+)-\d+\.\d+\.\d+/.exec(file)[1]}`, join(folder, file)]),
  )
}

/** Installs tarballs into a new project, as a user would. */
export function install(folder, files) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const wanted = files.map((file) => `file:${file}`)
  run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...wanted)
}
