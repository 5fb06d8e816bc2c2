// Writes each library that can be imported with its workloads to stdout, as JSON.
import { loadPeers } from './peers.mjs'

// Libraries may print to stdout.
console.log = console.error

const offers = Object.entries(await loadPeers()).map(([name, { default: runs }]) => [name, Object.keys(runs)])
process.stdout.write(`\n${JSON.stringify(offers)}`, () => process.exit(0))
