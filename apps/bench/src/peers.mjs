import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const folder = new URL('../peers/', import.meta.url)

/** Files of peers/ that are no library: what several use. */
const SHARED = ['files.mjs', 'onnx.mjs', 'tfjs.mjs']

/** The libraries with workloads, by their names. */
export const names = readdirSync(folder)
  .filter((file) => /^[\w-]+\.mjs$/.test(file) && !SHARED.includes(file))
  .map((file) => file.slice(0, -'.mjs'.length))

/** The module of a library's workloads. */
export const moduleOf = (name) => new URL(`${name}.mjs`, folder)

/** Installs the peers if they are not there, or not of the versions that are asked for. */
export function installPeers() {
  const wanted = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')).dependencies
  const installed = (name) => {
    const file = new URL(`node_modules/${name}/package.json`, folder)
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version
  }
  if (Object.entries(wanted).every(([name, version]) => installed(name) === version)) return
  console.error('bench: installing the peers')
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  // npx passes .npmrc on as variables, and npm takes this one for a command-line flag that `npm install` refuses.
  const { npm_config_allow_scripts: _, ...env } = process.env
  const { status } = spawnSync('npm', ['install', ...flags], {
    cwd: fileURLToPath(folder),
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) console.error('bench: not all peers could be installed; the table is without them')
}

/** The modules of those libraries that can be imported, by name. */
export async function loadPeers(wanted = names) {
  const peers = {}
  for (const name of wanted) {
    try {
      peers[name] = { url: moduleOf(name).href, ...(await import(moduleOf(name))) }
    } catch (error) {
      console.error(`bench: without ${name}: ${error.message}`)
    }
  }
  return peers
}

/** The libraries that have a workload, of lists of what each has. */
export function competing(offers, workload) {
  return offers.flatMap(([name, workloads]) => (workloads.includes(workload) ? name : []))
}
