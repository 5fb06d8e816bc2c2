// `one.mjs WORKLOAD [--native] [--peers PEER …]`: measures one workload in a process of its own, beside all peers or those that are named, and
// writes its row to stdout as JSON.
import { fileURLToPath } from 'node:url'
import byHand from './by-hand.mjs'
import { compete } from './compete.mjs'
import { startPython } from './native.mjs'
import * as ours from './ours.mjs'
import { folder, loadPeers } from './peers.mjs'
import { rowOf } from './row.mjs'
import { bundleSize, coldStarts } from './startup.mjs'
import { workloads } from './workloads.mjs'

// Libraries may print to stdout, which is the row's alone.
console.log = console.error

async function measure(name) {
  const { alone } = workloads[name]
  const peers = alone ? {} : await loadPeers(competing)
  const makers = { ours: ours.default, 'by hand': byHand }
  for (const [peer, module] of Object.entries(peers)) makers[peer] = module.default
  const python = isNative && !alone ? await startPython() : undefined
  const offered = python?.offered.filter(([, workload]) => workload === name) ?? []
  const external = offered.map(([library]) => [library, () => python.seconds(library, name)])
  const row = await compete(name, makers, Object.fromEntries(external))
  python?.stop()
  return row
}

async function startup() {
  const urls = { ours: new URL('ours.mjs', import.meta.url).href }
  for (const [name, { url, default: runs }] of Object.entries(await loadPeers()))
    if ('tiny-mlp' in runs) urls[name] = url
  return rowOf('import', { size: 'import, initialise, run', unit: 'ms' }, coldStarts(urls))
}

/** What programs do whose sizes are compared. */
const PROGRAMS = { bundle: 'one initializer, one layer', 'draw-bundle': 'one law, one array' }

async function sizes(program) {
  const values = {
    ours: await bundleSize(ours.bundles[program], fileURLToPath(new URL('.', import.meta.url))),
  }
  for (const [name, { bundles = {} }] of Object.entries(await loadPeers())) {
    const code = bundles[program]
    if (code !== undefined) values[name] = await bundleSize(code, fileURLToPath(folder))
  }
  return rowOf(program, { size: PROGRAMS[program], unit: 'KB gzip' }, values)
}

const [name, ...words] = process.argv.slice(2)
const isNative = words.includes('--native')
const from = words.indexOf('--peers')
const competing = from === -1 ? undefined : words.slice(from + 1)
const others = { import: startup, bundle: sizes, 'draw-bundle': sizes }
const row = await (others[name]?.(name) ?? measure(name))
process.stdout.write(`\n${JSON.stringify(row)}`, () => process.exit(0))
