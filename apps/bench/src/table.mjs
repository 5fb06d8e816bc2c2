import { workloads } from './workloads.mjs'

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
const times = (ratio) => (ratio === null ? '' : `${digits(ratio)}×`)

/** The rows as a Markdown table; `limit` gives what the machine allows of a workload, or undefined, and is left out where it is not known. */
export function table(rows, limit) {
  const lines = rows.map(({ workload, size, unit, ours, ratio, peers, native }) => {
    const more = workloads[workload]?.more === true
    const listed = (values) =>
      Object.entries(values)
        .sort(([, a], [, b]) => (more ? b - a : a - b))
        .map(([name, value]) => `${name} ${digits(value)}`)
        .join(', ')
    const most = limit?.(workload)
    const share = most === undefined ? '' : `${Math.round(100 * (more ? ours / most : most / ours))} %`
    const beside = native === undefined ? '' : `${times(native.ratio)}: ${listed(native.peers)}`
    const cells = [workload, size, unit, digits(ours), times(ratio), listed(peers), beside, share]
    return limit === undefined ? cells.slice(0, 6) : cells
  })
  const all = ['workload', 'size', 'unit', 'ours', 'ratio', 'peers', 'native code', 'of the limit']
  const head = limit === undefined ? all.slice(0, 6) : all
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
