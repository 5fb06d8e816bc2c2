import { showShape } from '@nn/check'
import type { Plan } from './plan.ts'

/** A number of bytes in the unit that suits it. */
export function showBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toPrecision(4)} ${units[unit]}`
}

/** A plan as a table, a line for each tensor. */
export function tableOf(plan: Omit<Plan, 'toString'>): string {
  const { architecture, recipe, source, seed, dtype, tensors, files, tied, multipliers } = plan
  const rows = tensors.map(({ name, shape, law, reason, bytes, file }) => [
    name,
    showShape(shape),
    law,
    reason,
    showBytes(bytes),
    file,
  ])
  return [
    `${architecture}: ${plan.parameters} parameters, ${showBytes(plan.bytes)} of ${dtype} in ${files.length} file${files.length === 1 ? '' : 's'}`,
    `recipe ${recipe}, seed ${seed}: ${source}`,
    ...aligned([['name', 'shape', 'law', 'reason', 'bytes', 'file'], ...rows]),
    ...tied.map((names) => `one parameter: ${names.join(' = ')}`),
    ...multipliers.map(({ of, factor }) => `for the trainer: ${of} × ${Number(factor.toPrecision(6))}`),
  ].join('\n')
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
