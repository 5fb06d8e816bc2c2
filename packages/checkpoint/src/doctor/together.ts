import type { Finding } from './finding.ts'
import { digits } from './fit.ts'
import type { KeptRow } from './rows.ts'
import type { Scan } from './scan.ts'

/** Tensors of the same place in several blocks. */
export interface BlockGroup {
  /** Their name with `*` for the number of the block. */
  readonly pattern: string
  readonly blocks: number
  /** The law of the first. */
  readonly law: string
  /** How the deviation depends on the block l from 0. */
  readonly depth: 'constant' | '∝ 1/√(l + 1)' | 'varies' | 'none'
  /** Deviation of the first times the root of its inputs. */
  readonly timesRootFanIn: number | undefined
  /**
   * How the deviation of the first depends on its fans, the last axis as inputs: `1/√in`, `√(2/in)` and the like where it is one of these, else
   * a number divided by √in, such as `0.196/√in`.
   */
  readonly fans: string | undefined
}

/** Tensors that have rows in common. A row that a tensor has twice is told of it alone. */
export function equalTensors(scans: readonly Scan[]): Finding[] {
  const owners = new Map<number, Set<string>>()
  for (const { name, kept, low, high } of scans) {
    if (low === high) continue
    for (const { hash } of kept.filter(isOnce))
      owners.set(hash, (owners.get(hash) ?? new Set<string>()).add(name))
  }
  const shared = new Map<string, { readonly names: readonly string[]; count: number }>()
  for (const names of owners.values()) {
    if (names.size < 2) continue
    const list = [...names]
    const entry = shared.get(list.join('\n')) ?? { names: list, count: 0 }
    entry.count++
    shared.set(list.join('\n'), entry)
  }
  return [...shared.values()].map(({ names, count }): Finding => {
    const areTied =
      names.length === 2 &&
      names.some((name) => /embed|wte/.test(name)) &&
      names.some((name) => /lm_head|decoder/.test(name))
    const whole = scans.find(({ name }) => name === names[0])?.kept.length ?? 0
    const part =
      count >= whole ? 'all rows' : `about ${digits((100 * count) / Math.max(1, whole), 2)} % of the rows`
    const what = areTied ? 'tied weights, stored twice' : 'drawn from the same place of a stream, or copied'
    return {
      severity: areTied ? 'note' : 'fault',
      kind: 'equal tensors',
      tensors: names,
      text: `${part} are equal: ${what}`,
    }
  })
}

/** Whether a row, in the order of hashes, is unlike its neighbours. */
function isOnce({ hash }: KeptRow, i: number, kept: readonly KeptRow[]): boolean {
  return kept[i - 1]?.hash !== hash && kept[i + 1]?.hash !== hash
}

/** Tensors by their place in a block, blocks in order. */
function grouped(scans: readonly Scan[]): Map<string, readonly (readonly [block: number, scan: Scan])[]> {
  const groups = new Map<string, (readonly [number, Scan])[]>()
  for (const scan of scans) {
    const [, before, digit, after] = /^(.*?\.)(\d+)(\..*)$/.exec(scan.name) ?? []
    if (before === undefined || after === undefined) continue
    const pattern = `${before}*${after}`
    groups.set(pattern, [...(groups.get(pattern) ?? []), [Number(digit), scan]])
  }
  return new Map([...groups].map(([pattern, list]) => [pattern, list.sort(([a], [b]) => a - b)]))
}

/** How deviations depend on depth, and tensors that are unlike those of other blocks. */
export function acrossBlocks(scans: readonly Scan[]): { groups: BlockGroup[]; findings: Finding[] } {
  const groups: BlockGroup[] = []
  const findings: Finding[] = []
  for (const [pattern, list] of grouped(scans)) {
    const [first] = list
    if (first === undefined) continue
    const [, { law, shape, std }] = first
    const depth = depthOf(list)
    const fanIn = shape.length >= 2 && std > 0 ? shape.at(-1) : undefined
    const timesRootFanIn = fanIn === undefined ? undefined : std * Math.sqrt(fanIn)
    const fans = fanRelation(first[1])
    groups.push({ pattern, blocks: list.length, law: law.text, depth: depth ?? 'none', timesRootFanIn, fans })
    findings.push(...strangers(list, depth))
  }
  return { groups, findings }
}

/** Deviations that are named by their fans: LeCun's, He's, Xavier's, PyTorch's of a linear layer. */
const BY_FANS: readonly (readonly [text: string, std: (fanIn: number, fanOut: number) => number])[] = [
  ['1/√in', (fanIn) => 1 / Math.sqrt(fanIn)],
  ['√(2/in)', (fanIn) => Math.sqrt(2 / fanIn)],
  ['√(2/(in + out))', (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut))],
  ['1/√(3·in)', (fanIn) => 1 / Math.sqrt(3 * fanIn)],
]

function fanRelation(scan: Scan): string | undefined {
  const { shape, std } = scan
  const [fanOut, fanIn] = shape.slice(-2)
  if (fanOut === undefined || fanIn === undefined || std === 0) return undefined
  const named = BY_FANS.find(([, of]) => Math.abs(std / of(fanIn, fanOut) - 1) <= tolerance(scan))
  return named?.[0] ?? `${digits(std * Math.sqrt(fanIn), 3)}/√in`
}

type Blocks = readonly (readonly [block: number, scan: Scan])[]

/** Values from which a deviation is known to two percent. */
const TELLING = 5200

/** Relative deviation that two estimates of one std have from each other, at most: six standard errors, and rounding to 16 bits. */
function tolerance({ count }: Scan): number {
  return 6 / Math.sqrt(2 * count) + 2 ** -8
}

const byDepth = (block: number): number => Math.sqrt(block + 1)

/** Those whose deviation, times `factor` of its block, is that of the middle one. */
function agreeing(list: Blocks, factor: (block: number) => number): Blocks {
  const middle = median(list.map(([block, { std }]) => std * factor(block)))
  return list.filter(([block, scan]) => Math.abs((scan.std * factor(block)) / middle - 1) <= tolerance(scan))
}

function depthOf(list: Blocks): BlockGroup['depth'] | undefined {
  const random = list.filter(([, { std }]) => std > 0)
  if (random.length < 2) return undefined
  const most = (factor: (block: number) => number): boolean =>
    agreeing(random, factor).length > random.length / 2
  if (most(() => 1)) return 'constant'
  return most(byDepth) ? '∝ 1/√(l + 1)' : 'varies'
}

/**
 * Tensors that are not as their siblings: a constant among others, or another deviation or law where at least three quarters of four blocks or
 * more agree closely, as weights do that were just drawn and trained ones do not.
 */
function strangers(list: Blocks, depth: BlockGroup['depth'] | undefined): Finding[] {
  const tell = (name: string, text: string): Finding => ({
    ...{ severity: 'fault', kind: 'unlike its siblings' },
    ...{ tensors: [name], text },
  })
  const constants = list.filter(([, { law }]) => law.kind === 'constant')
  if (list.length < 3) return []
  if (constants.length > list.length / 2) {
    const value = median(constants.map(([, { low }]) => low))
    return list.flatMap(([, { name, law, low, high }]) =>
      low === value && high === value
        ? []
        : [tell(name, `${law.text}, other blocks have ${digits(value)} everywhere`)],
    )
  }
  const found = constants.map(([, { name, law }]) =>
    tell(name, `${law.text} everywhere, in other blocks values differ`),
  )
  const random = list.filter(([, { std, count }]) => std > 0 && count >= TELLING)
  const factor = depth === '∝ 1/√(l + 1)' ? byDepth : () => 1
  const same = agreeing(random, factor)
  if (list.length < 4 || same.length < 0.75 * random.length || same.length < 3) return found
  const middle = median(same.map(([block, { std }]) => std * factor(block)))
  for (const [block, scan] of random) {
    const ratio = (scan.std * factor(block)) / middle
    if (Math.abs(ratio - 1) > tolerance(scan)) {
      found.push(tell(scan.name, `its deviation is ${digits(ratio, 3)} times what those of other blocks say`))
    } else if (same.filter(([, other]) => isLike(other, scan)).length < same.length / 2) {
      found.push(tell(scan.name, `${scan.law.text}, other blocks follow another law`))
    }
  }
  return found
}

/** Whether two laws may be one: a far cut is seen in large tensors alone, and what is told of none may be any. */
function isLike({ law: one }: Scan, { law: other }: Scan): boolean {
  const family = (kind: Scan['law']['kind']): string => (kind === 'truncatedNormal' ? 'normal' : kind)
  return family(one.kind) === family(other.kind) || one.kind === 'other'
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
