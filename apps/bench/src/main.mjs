// `pnpm bench [--browser] [--json] [--native] [WORKLOAD …]`: every workload on @nn and on its peers, interleaved in one run; in Node, or in a
// page of Chromium.
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { limitOf, measureLimits } from './limits.mjs'
import { competing, installPeers } from './peers.mjs'
import { table } from './table.mjs'
import { workloads } from './workloads.mjs'

/** What a script writes to stdout as JSON, in a process of its own. */
function run(file, ...args) {
  const script = fileURLToPath(new URL(file, import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, ['--expose-gc', script, ...args], {
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the process ended with ${status}`)
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n')))
}

/** Measures rows beside those libraries alone that compete, as what others leave in memory is paid for at each collection. */
function inNode() {
  const offers = run('offers.mjs')
  const flags = isNative ? ['--native'] : []
  return (name) => run('one.mjs', name, ...flags, '--peers', ...competing(offers, name))
}

const words = process.argv.slice(2)
const [isBrowser, isJson, isNative] = ['--browser', '--json', '--native'].map((flag) => words.includes(flag))
const names = isBrowser
  ? [...Object.keys(workloads).filter((name) => !workloads[name].node), 'import']
  : [...Object.keys(workloads), 'import', 'bundle', 'draw-bundle']
const strange = words.find((word) => ![...names, '--browser', '--json', '--native'].includes(word))
if (strange !== undefined) {
  console.error(`bench: expected --browser, --json, --native or one of ${names.join(', ')}, got ${strange}`)
  process.exit(1)
}
installPeers()
const limits = isBrowser ? undefined : measureLimits()
const browser = isBrowser ? await (await import('./page/browser.mjs')).openBrowser() : undefined
const measure = browser?.measure ?? inNode()
const asked = names.filter((name) => words.includes(name))
const rows = []
for (const name of asked.length === 0 ? names : asked) {
  console.error(`bench: ${name}`)
  try {
    rows.push(await measure(name))
  } catch (error) {
    console.error(`bench: ${name} failed: ${error.message}`)
    process.exitCode = 1
  }
}
const machine = `${cpus()[0].model}, ${cpus().length} cores, ${browser?.version ?? `Node ${process.versions.node}`}`
await browser?.close()
if (isJson) console.log(JSON.stringify({ machine, rows }))
else {
  const limit = limits && ((name) => limitOf(name, limits))
  console.log(`${machine}, ${new Date().toISOString().slice(0, 10)}\n\n${table(rows, limit)}`)
}
