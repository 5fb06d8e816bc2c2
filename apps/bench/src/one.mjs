// `one.mjs WORKLOAD [--native]`: measures one workload in a process of its own and writes its row to stdout as JSON.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import byHand from './by-hand.mjs'
import { race, ratioOf } from './measure.mjs'
import { startPython } from './native.mjs'
import * as ours from './ours.mjs'
import { bundleSize, coldStarts } from './startup.mjs'
import { workloads } from './workloads.mjs'

// Libraries may print to stdout, which is the row's alone.
console.log = console.error

const folder = new URL('../peers/', import.meta.url)

/** The modules of peers/ that can be imported, by name. */
async function loadPeers() {
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

async function measure(name, peers, native) {
  const workload = workloads[name]
  const python = native ? await startPython() : undefined
  const runs = await setUp(name, workload, peers)
  for (const [library] of python?.offered.filter(([, offered]) => offered === name) ?? []) {
    runs[library] = { external: () => python.seconds(library, name) }
  }
  const seconds = await race(runs, workload)
  python?.stop()
  const values = Object.fromEntries(
    Object.entries(seconds).map(([key, value]) => [key, workload.from(value)]),
  )
  return row(name, workload.size, workload.unit, values, workload.more)
}

/** The ratio is to the best peer that JavaScript can call. */
function row(workload, size, unit, { ours, ...peers }, more) {
  const { pytorch, numpy, ...callable } = peers
  return { workload, size, unit, ours, peers, ratio: ratioOf(ours, callable, more) }
}

function startup(peers) {
  const urls = { ours: new URL('ours.mjs', import.meta.url).href }
  for (const [name, { url, default: runs }] of Object.entries(peers)) if ('tiny-mlp' in runs) urls[name] = url
  return row('import', 'import, initialise, run', 'ms', coldStarts(urls))
}

async function sizes(peers) {
  const values = { ours: await bundleSize(ours.bundle, fileURLToPath(new URL('.', import.meta.url))) }
  for (const [name, { bundle }] of Object.entries(peers)) {
    if (bundle !== undefined) values[name] = await bundleSize(bundle, fileURLToPath(folder))
  }
  return row('bundle', 'one initializer, one layer', 'KB gzip', values)
}

const [name, option] = process.argv.slice(2)
const peers = await loadPeers()
const measured =
  { import: startup, bundle: sizes }[name] ?? ((peers) => measure(name, peers, option === '--native'))
process.stdout.write(`\n${JSON.stringify(await measured(peers))}`, () => process.exit(0))
