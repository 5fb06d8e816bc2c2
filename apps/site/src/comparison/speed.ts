import { readFileSync } from 'node:fs'

const README = new URL('../../../../packages/backend-cpu/README.md', import.meta.url)
const TRAINING = new URL('../../../../packages/autograd/README.md', import.meta.url)

/** Where the measurements of a README's table were made: in Node, or in a page. */
export type Place = 'node' | 'page'

/** One workload: what it is, our number, and those of others, by their names. */
export interface Workload {
  readonly name: string
  readonly size: string
  readonly unit: string
  readonly ours: number
  /** Ours to the best of those that run in a page; above 1 is better. Undefined where there is none. */
  readonly ratio: number | undefined
  readonly peers: readonly (readonly [name: string, value: number])[]
}

/** A table of a README, with the line that says when and on what it was measured. */
interface Measured {
  readonly where: string
  readonly table: string
}

/** The table of workloads in Node or in a page, as Markdown. */
export function speedTable(place: Place): string {
  const { where, table } = measured(README, '| workload |')[place === 'node' ? 0 : 1] ?? missing(place)
  return `${where}\n\n${table}`
}

/** The table of training steps, as Markdown. */
export function trainingTable(): string {
  const [{ where, table } = missing('training')] = measured(TRAINING, '| step |')
  return `${where}\n\n${table}`
}

/** The workloads of a table. */
export function workloads(place: Place): Workload[] {
  const [, , ...rows] = speedTable(place).split('\n\n').at(-1)?.split('\n') ?? []
  return rows.map((row) => {
    const [name = '', size = '', unit = '', ours, ratio, peers = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    const parsed = Number.parseFloat(ratio ?? '')
    return {
      name,
      size,
      unit,
      ours: Number(ours),
      ratio: Number.isNaN(parsed) ? undefined : parsed,
      peers: [...peers.matchAll(/([A-Za-z][\w -]*?) ([\d.]+)(?:,|$)/g)].map(
        ([, peer = '', value]) => [peer, Number(value)] as const,
      ),
    }
  })
}

/** The workloads in which another library is ahead in a page, the furthest behind first, as a list in Markdown. */
export function defeats(place: Place): string {
  return workloads(place)
    .filter(({ ratio = 1 }) => ratio < 1)
    .sort((a, b) => (a.ratio ?? 1) - (b.ratio ?? 1))
    .map(({ name, size, unit, ours, peers }) => {
      const isRate = unit.includes('/s')
      const ahead = peers.filter(([, value]) => (isRate ? value > ours : value < ours))
      const others = ahead.map(([peer, value]) => `${peer} ${value}`).join(', ')
      return `- \`${name}\` (${size}): ours ${ours} ${unit}; ahead ${others}`
    })
    .join('\n')
}

function measured(readme: URL, head: string): Measured[] {
  const paragraphs = readFileSync(readme, 'utf8').split('\n\n')
  return paragraphs.flatMap((table, i) => {
    if (!table.startsWith(head)) return []
    const before = paragraphs[i - 1]?.split('\n').join(' ') ?? ''
    return [{ where: before.slice(before.lastIndexOf('. ') + 1).trim(), table }]
  })
}

function missing(what: string): never {
  throw new Error(
    `comparison: expected a table of ${what} in the READMEs, got none; correct src/comparison/speed.ts`,
  )
}
