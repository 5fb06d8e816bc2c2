// In a page: loads the module of the page's `?module`, makes a small network and runs it once, and notes when that was. Without one: what the
// page takes for the rest.
import { workloads } from '../workloads.mjs'

const module = new URLSearchParams(location.search).get('module')
const data = workloads['tiny-mlp'].data()
try {
  if (module !== null) {
    const { default: runs } = await import(module)
    const run = await runs['tiny-mlp'](data)
    await run()
  }
  globalThis.done = performance.now()
} catch (error) {
  globalThis.done = String(error)
}
