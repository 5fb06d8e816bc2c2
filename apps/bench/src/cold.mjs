// A process of its own: imports the module it is given, makes a small network, runs it once. Without one: what Node takes for the rest.
import { workloads } from './workloads.mjs'

const [module] = process.argv.slice(2)
const data = workloads['tiny-mlp'].data()
if (module !== undefined) {
  const { default: runs } = await import(module)
  const run = await runs['tiny-mlp'](data)
  await run()
}
process.exit(0)
