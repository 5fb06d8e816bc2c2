import { workloads } from './workloads.mjs'

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

/** The rows as a Markdown table; `limit` gives what the machine allows of a workload, or undefined. */
export function table(rows, limit) {
  const lines = rows.map(({ workload, size, unit, ours, ratio, peers }) => {
    const more = workloads[workload]?.more === true
    const most = limit(workload)
    const share = most === undefined ? '' : `${Math.round(100 * (more ? ours / most : most / ours))} %`
    const listed = Object.entries(peers)
      .sort(([, a], [, b]) => (more ? b - a : a - b))
      .map(([name, value]) => `${name} ${digits(value)}`)
    return [
      workload,
      size,
      unit,
      digits(ours),
      ratio === null ? '' : `${digits(ratio)}×`,
      share,
      listed.join(', '),
    ]
  })
  const head = ['workload', 'size', 'unit', 'ours', 'ratio', 'of the limit', 'peers']
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
