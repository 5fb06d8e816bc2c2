import type { Finding } from './finding.ts'
import { digits } from './fit.ts'
import type { Scan } from './scan.ts'

/** Beyond what weights of float32 or bfloat16 reach. */
const HUGE = 1e8
/** Below what weights are. */
const TINY = 1e-30

/** Tables of rows, in which single rows may be unused. */
const TABLE = /embed|wte|wpe|lm_head|decoder\.weight/

/** Matrices of fewer values do not tell whether they were trained. */
const TELLING = 1000

/** Whether a file was trained: most of its matrices follow no law that weights are drawn from. */
export function areTrained(scans: readonly Scan[]): boolean {
  const matrices = scans.filter(({ shape, count, law }) => {
    return shape.length > 1 && count >= TELLING && law.kind !== 'constant'
  })
  return matrices.filter(({ law }) => law.kind === 'other').length > matrices.length / 2
}

/** What one tensor tells, in a file that was trained or just drawn. */
export function findingsOf(scan: Scan, isTrained: boolean): Finding[] {
  return [...broken(scan), ...zeroRows(scan, isTrained), ...equalRows(scan, isTrained), ...odd(scan)]
}

function broken({ name, nonFinite, count, low, high, shape }: Scan): Finding[] {
  const tensors = [name]
  if (nonFinite > 0) {
    return [
      {
        severity: 'fault',
        kind: 'not finite',
        tensors,
        text: `${nonFinite} of ${count} values are NaN or infinite`,
      },
    ]
  }
  const most = Math.max(-low, high)
  if (most > HUGE || (most > 0 && most < TINY)) {
    const text = `values from ${digits(low)} to ${digits(high)} look like memory that nothing was written to`
    return [{ severity: 'fault', kind: 'never initialised', tensors, text }]
  }
  if (most === 0 && shape.length > 1) {
    return [
      {
        severity: 'note',
        kind: 'all zero',
        tensors,
        text: 'a matrix of zeros: meant, if its branch is to begin as nothing',
      },
    ]
  }
  return []
}

function zeroRows(scan: Scan, isTrained: boolean): Finding[] {
  const { name, zeroRows: count, firstZeroRows, rows, shape, low, high } = scan
  if (count === 0 || shape.length < 2 || (low === 0 && high === 0)) return []
  const list = firstZeroRows.slice(0, 4).join(', ') + (count > 4 ? ', …' : '')
  const atEnd = firstZeroRows[0] === rows - count
  const isMeant = TABLE.test(name) && (count === 1 || atEnd)
  const what = isMeant
    ? count === 1
      ? 'a row of padding'
      : 'rows at the end, as of a padded vocabulary'
    : isTrained
      ? 'dead rows, as training and pruning leave them'
      : 'dead rows'
  return [
    {
      severity: isMeant || isTrained ? 'note' : 'fault',
      kind: 'zero rows',
      tensors: [name],
      text: `${count} of ${rows} rows are zero (${list}): ${what}`,
    },
  ]
}

function equalRows({ name, kept, repeats, rows }: Scan, isTrained: boolean): Finding[] {
  const tensors = [name]
  const found: Finding[] = []
  if (repeats > 1) {
    const text = `every row is ${repeats} times the same part: equal draws of ${repeats} shards along the columns`
    found.push({ severity: 'fault', kind: 'equal parts', tensors, text })
  }
  const apart = kept.flatMap(({ hash, row }, i) => {
    const before = kept[i - 1]
    return before?.hash === hash ? [row - before.row] : []
  })
  if (apart.length === 0) return found
  const share = apart.length / kept.length
  const distance = mode(apart)
  const often = apart.filter((other) => other === distance).length > apart.length / 2
  const parts = rows / distance
  // Shards are equal at one distance; rows of few kinds anywhere are filters that somebody wrote.
  const isWritten = isTrained && !often
  const how = !often
    ? `rows that are equal${isTrained ? ', as of a filter that is not trained' : ''}`
    : Number.isInteger(parts)
      ? `equal draws of ${parts} shards or experts of ${distance} rows`
      : `rows that come again ${distance} rows later`
  const severity = isWritten || (TABLE.test(name) && share < 0.05) ? 'note' : 'fault'
  found.push({
    severity,
    kind: 'equal rows',
    tensors,
    text: `about ${digits(100 * share, 2)} % of the rows are there before: ${how}`,
  })
  return found
}

/** The value that is there most often. */
function mode(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

function odd({ name, law, mean, std, count, zeros, zeroRows: dead, shape, rows }: Scan): Finding[] {
  const tensors = [name]
  const found: Finding[] = []
  const isRandom = law.kind !== 'constant' && law.kind !== 'few' && law.kind !== 'other'
  if (isRandom && shape.length > 1 && Math.abs(mean) > Math.max((6 * std) / Math.sqrt(count), 0.02 * std)) {
    found.push({
      severity: 'note',
      kind: 'mean',
      tensors,
      text: `the mean is ${digits(mean)}, ${digits(mean / std, 2)} deviations from 0`,
    })
  }
  const others = zeros - (dead / Math.max(1, rows)) * count
  if (std > 0 && shape.length > 1 && others > 8 && others / count > 1e-3) {
    found.push({
      severity: 'note',
      kind: 'zeros',
      tensors,
      text: `${digits((100 * others) / count, 2)} % of the values are 0: too small for the dtype, or sparse`,
    })
  }
  return found
}
