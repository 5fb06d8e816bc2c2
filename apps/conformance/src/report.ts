import { at } from './golden/present.ts'
import type { Verdict } from './run.ts'

const HEADER = ['op', 'cases', 'values', 'mismatching bits', 'largest ULP', 'failed']

/** One line per op, then one line per failed case. */
export function report(verdicts: readonly Verdict[]): string {
  const byOp = new Map<string, Verdict[]>()
  for (const verdict of verdicts) byOp.set(verdict.op, [...(byOp.get(verdict.op) ?? []), verdict])
  const rows = [...byOp].map(([op, ofOp]) => {
    const comparisons = ofOp.flatMap((verdict) => verdict.comparisons)
    const count = (status: Verdict['status']) => ofOp.filter((verdict) => verdict.status === status).length
    return [
      op,
      ofOp.length,
      comparisons.reduce((sum, { values }) => sum + values, 0),
      comparisons.reduce((sum, { mismatchingBits }) => sum + mismatchingBits, 0),
      comparisons.reduce((most, { ulp }) => Math.max(most, ulp), 0),
      count('failed'),
    ].map(String)
  })
  const failures = verdicts.flatMap(({ id, problems }) =>
    problems.map((problem) => `FAILED ${id}: ${problem}`),
  )
  return [...table([HEADER, ...rows]), ...failures].join('\n')
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = at(rows, 0).map((_, column) => Math.max(...rows.map((row) => at(row, column).length)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(at(widths, 0)) : cell.padStart(at(widths, column))))
      .join('  '),
  )
}

/** `N passed, N failed`. */
export function summary(verdicts: readonly Verdict[]): string {
  const count = (status: Verdict['status']) => verdicts.filter((verdict) => verdict.status === status).length
  return `${count('passed')} passed, ${count('failed')} failed`
}
