import type { KernelProfile } from './profile.ts'

/** Kernels as the rows of a table. */
export function profileTable(kernels: readonly KernelProfile[]): string {
  const rows = kernels.map(({ kernel, calls, milliseconds, elements, flops }) => [
    kernel,
    String(calls),
    milliseconds.toFixed(3),
    String(elements),
    String(flops),
  ])
  const all = [['kernel', 'calls', 'ms', 'elements', 'flops'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
  return all.map(line).join('\n')
}
