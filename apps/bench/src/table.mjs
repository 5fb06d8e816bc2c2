const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

const listed = (values, more) =>
  Object.entries(values)
    .sort(([, a], [, b]) => (more ? b - a : a - b))
    .map(([name, value]) => `${name} ${digits(value)}`)
    .join(', ')

/** The rows as a Markdown table; `limit` gives what the machine allows. */
export function table(rows, limit) {
  const native = rows.some((row) => Object.keys(row.native ?? {}).length > 0)
  const head = [
    'workload',
    'size',
    'unit',
    'ours',
    'ratio',
    'of the limit',
    'peers',
    ...(native ? ['native'] : []),
  ]
  const lines = rows.map((row) => {
    const most = limit(row.workload)
    const share =
      most === undefined ? '' : `${Math.round(100 * (row.more ? row.ours / most : most / row.ours))} %`
    const ratio = row.ratio === null ? '' : `${digits(row.ratio)}×`
    const cells = [
      row.workload,
      row.size,
      row.unit,
      digits(row.ours),
      ratio,
      share,
      listed(row.peers, row.more),
    ]
    return native ? [...cells, listed(row.native ?? {}, row.more)] : cells
  })
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n')
}
