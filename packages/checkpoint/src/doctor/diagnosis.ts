import { showShape } from '@nn/check'
import type { Prepared } from '../plan/prepare.ts'
import { againstRecipe } from './against-recipe.ts'
import { areTrained, findingsOf } from './alone.ts'
import type { Finding } from './finding.ts'
import type { Scan } from './scan.ts'
import { acrossBlocks, type BlockGroup, equalTensors } from './together.ts'

/** What the doctor saw of one tensor. */
export interface ExaminedTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: string
  /** The law that fits its values, such as `N(0, 0.02²)`, or what they are like where none does. */
  readonly law: string
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
  /** √n·D of Kolmogorov and Smirnov between a sample of 32768 values and the law. */
  readonly distance: number
  readonly isOrthogonal: boolean
}

/** What the doctor says of a file; as text a table. */
export interface Diagnosis {
  readonly file: string
  readonly state: 'fine' | 'faulty'
  readonly tensors: readonly ExaminedTensor[]
  /** Tensors of other dtypes, which were not examined. */
  readonly skipped: readonly string[]
  /** How deviations depend on the block. */
  readonly groups: readonly BlockGroup[]
  /** Faults first. */
  readonly findings: readonly Finding[]
  /** Bytes of values that were read. */
  readonly bytes: number
  toString(): string
}

/** Draws the conclusions of what was seen. */
export function diagnosisOf(
  seen: {
    readonly file: string
    readonly scans: readonly Scan[]
    readonly skipped: readonly string[]
    readonly bytes: number
  },
  prepared: Prepared | undefined,
): Diagnosis {
  const { file, scans, skipped, bytes } = seen
  const { groups, findings: strange } = acrossBlocks(scans)
  const recipe = prepared === undefined ? [] : againstRecipe(scans, prepared)
  const isTrained = areTrained(scans)
  const alone = scans.flatMap((scan) => findingsOf(scan, isTrained))
  const all = [...alone, ...equalTensors(scans), ...strange, ...recipe]
  const findings = [
    ...all.filter(({ severity }) => severity === 'fault'),
    ...all.filter(({ severity }) => severity === 'note'),
  ]
  const facts = {
    file,
    state: findings[0]?.severity === 'fault' ? ('faulty' as const) : ('fine' as const),
    tensors: scans.map(examined),
    ...{ skipped, groups, findings, bytes },
  }
  return Object.defineProperty(facts, 'toString', { value: () => textOf(facts), enumerable: false })
}

function examined({ name, shape, dtype, law, mean, std, low, high, isOrthogonal }: Scan): ExaminedTensor {
  const text = isOrthogonal ? `${law.text}, orthogonal` : law.text
  return { name, shape, dtype, law: text, mean, std, low, high, distance: law.distance, isOrthogonal }
}

function textOf({ file, state, tensors, skipped, groups, findings }: Omit<Diagnosis, 'toString'>): string {
  const width = Math.max(0, ...tensors.map(({ name }) => name.length))
  const shapes = Math.max(0, ...tensors.map(({ shape }) => showShape(shape).length))
  return [
    ...tensors.map(
      ({ name, shape, law }) => `${name.padEnd(width)}  ${showShape(shape).padEnd(shapes)}  ${law}`,
    ),
    ...groups
      .filter(({ depth }) => depth !== 'none')
      .map(
        ({ pattern, blocks, depth, fans }) =>
          `by depth: ${pattern}, ${blocks} blocks: ${depth}${fans === undefined ? '' : `; std = ${fans}`}`,
      ),
    ...skipped.map((name) => `not examined: ${name}`),
    ...findings.map(
      ({ severity, kind, tensors: names, text }) =>
        `${severity}: ${names.slice(0, 4).join(', ')}${names.length > 4 ? ', …' : ''}: ${kind}: ${text}`,
    ),
    `${file}: ${state}, ${tensors.length} tensors`,
  ].join('\n')
}
