import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Workloads of PyTorch and NumPy in a Python process; a call measures one sample there and gives seconds per call. */
export async function startPython() {
  const script = fileURLToPath(new URL('native.py', import.meta.url))
  const child = spawn('python3', ['-u', script], { stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  child.on('error', () => {})
  const first = await lines.next()
  const offered = first.done ? [] : JSON.parse(first.value)
  return {
    offered,
    async seconds(library, workload) {
      child.stdin.write(`${library} ${workload}\n`)
      return Number((await lines.next()).value)
    },
    stop: () => child.kill(),
  }
}
