// `pnpm bench [--json] [--native] [workload …]`: every workload on @nn and on its peers, interleaved in one run.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import byHand from './by-hand.mjs'
import { limitOf, measureLimits } from './limits.mjs'
import { race, ratioOf } from './measure.mjs'
import { startPython } from './native.mjs'
import * as ours from './ours.mjs'
import { bundleSize, coldStarts } from './startup.mjs'
import { table } from './table.mjs'
import { workloads } from './workloads.mjs'

const options = process.argv.slice(2).filter((word) => word.startsWith('--'))
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = options.find((option) => !['--json', '--native'].includes(option))
const names = [...Object.keys(workloads), 'import', 'bundle']
const strange = asked.find((name) => !names.includes(name))
if (unknown !== undefined || strange !== undefined) {
  console.error(`bench: expected --json, --native or one of ${names.join(', ')}, got ${unknown ?? strange}`)
  process.exit(1)
}
const chosen = asked.length === 0 ? names : names.filter((name) => asked.includes(name))

// Libraries may print to stdout, which is the report's alone.
const print = console.log
console.log = console.error

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
  spawnSync('npm', ['install', ...flags], {
    cwd: fileURLToPath(folder),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
}

/** The modules of peers/ that can be imported, by name. */
async function loadPeers(folder) {
  const peers = {}
  for (const file of readdirSync(folder)) {
    const name = file.replace(/\.mjs$/, '')
    if (!file.endsWith('.mjs') || ['onnx', 'tfjs'].includes(name)) continue
    const url = new URL(file, folder)
    try {
      peers[name] = { url: url.href, ...(await import(url)) }
    } catch (error) {
      console.error(`bench: without ${name}: ${error.message}`)
    }
  }
  return peers
}

/** The functions to be timed, by the names of their libraries. */
async function setUp(name, workload, peers) {
  const makers = { ours: ours.default, 'by hand': byHand }
  for (const [peer, module] of Object.entries(peers)) makers[peer] = module.default
  const data = workload.data()
  const runs = {}
  for (const [library, made] of Object.entries(makers)) {
    if (made[name] === undefined) continue
    try {
      const run = await made[name](data)
      if (!workload.slow?.includes(library)) await run()
      runs[library] = run
    } catch (error) {
      console.error(`bench: ${name} without ${library}: ${error.message}`)
    }
  }
  return runs
}

async function measure(name, workload, peers, python) {
  const runs = await setUp(name, workload, peers)
  const seconds = await race(runs, workload)
  const native = {}
  for (const [library] of python?.offered.filter(([, offered]) => offered === name) ?? []) {
    const samples = []
    for (let round = 0; round < 3; round++) samples.push(await python.seconds(library, name))
    native[library] = workload.from(samples.sort((a, b) => a - b)[1])
  }
  const values = Object.fromEntries(Object.entries(seconds).map(([k, s]) => [k, workload.from(s)]))
  return { ...row(name, workload.size, workload.unit, values, workload.more), native, more: workload.more }
}

function row(workload, size, unit, { ours, ...peers }, more) {
  return { workload, size, unit, ours, peers, ratio: ratioOf(ours, peers, more) }
}

function startup(peers) {
  const urls = { ours: new URL('ours.mjs', import.meta.url).href }
  for (const [name, { url, default: runs }] of Object.entries(peers)) if ('tiny-mlp' in runs) urls[name] = url
  return row('import', 'import, initialise, run', 'ms', coldStarts(urls))
}

async function sizes(peers, folder) {
  const values = { ours: await bundleSize(ours.bundle, fileURLToPath(new URL('.', import.meta.url))) }
  for (const [name, { bundle }] of Object.entries(peers)) {
    if (bundle !== undefined) values[name] = await bundleSize(bundle, fileURLToPath(folder))
  }
  return row('bundle', 'one initializer, one layer', 'KB gzip', values)
}

const folder = new URL('../peers/', import.meta.url)
installPeers(folder)
const peers = await loadPeers(folder)
const python = options.includes('--native') ? await startPython() : undefined
const limits = measureLimits()
const rows = []
for (const name of chosen) {
  console.error(`bench: ${name}`)
  if (name === 'import') rows.push(startup(peers))
  else if (name === 'bundle') rows.push(await sizes(peers, folder))
  else rows.push(await measure(name, workloads[name], peers, python))
}
python?.stop()
const [{ model }] = cpus()
const machine = `${model}, ${cpus().length} cores, Node ${process.versions.node}`
if (options.includes('--json')) {
  print(
    JSON.stringify({
      machine,
      rows: rows.map(({ native, more, ...rest }) => ({ ...rest, peers: { ...rest.peers, ...native } })),
    }),
  )
} else {
  print(
    `${machine}, ${new Date().toISOString().slice(0, 10)}\n\n${table(rows, (name) => limitOf(name, limits))}`,
  )
}
process.exit(0)
