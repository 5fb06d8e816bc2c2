// `pnpm bench [--json] [--native] [WORKLOAD …]`: every workload on @nn and on its peers, interleaved in one run.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { limitOf, measureLimits } from './limits.mjs'
import { table } from './table.mjs'
import { workloads } from './workloads.mjs'

/** Installs the peers if they are not there, or not of the versions that are asked for. */
function installPeers(folder) {
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

/** A workload's row, measured in a process of its own, or undefined if that fails. */
function measure(name, native) {
  console.error(`bench: ${name}`)
  const script = fileURLToPath(new URL('one.mjs', import.meta.url))
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--expose-gc', script, name, ...(native ? ['--native'] : [])],
    {
      stdio: ['ignore', 'pipe', 2],
      encoding: 'utf8',
    },
  )
  if (status === 0) return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')))
  console.error(`bench: ${name} failed`)
  process.exitCode = 1
  return undefined
}

const names = [...Object.keys(workloads), 'import', 'bundle']
const words = process.argv.slice(2)
const strange = words.find((word) => ![...names, '--json', '--native'].includes(word))
if (strange !== undefined) {
  console.error(`bench: expected --json, --native or one of ${names.join(', ')}, got ${strange}`)
  process.exit(1)
}
installPeers(new URL('../peers/', import.meta.url))
const limits = measureLimits()
const asked = names.filter((name) => words.includes(name))
const rows = (asked.length === 0 ? names : asked)
  .map((name) => measure(name, words.includes('--native')))
  .filter((row) => row !== undefined)
const machine = `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}`
if (words.includes('--json')) console.log(JSON.stringify({ machine, rows }))
else
  console.log(
    `${machine}, ${new Date().toISOString().slice(0, 10)}\n\n${table(rows, (name) => limitOf(name, limits))}`,
  )
