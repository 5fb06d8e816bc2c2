import { race } from './measure.mjs'
import { rowOf } from './row.mjs'
import { workloads } from './workloads.mjs'

/** The functions to be timed, by the names of their libraries; `makers` are the workloads of each library. */
async function setUp(name, workload, makers) {
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

/** The row of a workload; `external` are functions that measure it elsewhere and give the seconds of a call. */
export async function compete(name, makers, external = {}) {
  const workload = workloads[name]
  const runs = await setUp(name, workload, makers)
  for (const [library, seconds] of Object.entries(external)) runs[library] = { external: seconds }
  const seconds = await race(runs, workload)
  const values = Object.entries(seconds).map(([library, value]) => [library, workload.from(value)])
  return rowOf(name, workload, Object.fromEntries(values))
}
