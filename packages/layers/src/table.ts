/** Aligned columns under their headings, two spaces apart. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => [...line[column]!].length)))
  return lines
    .map((line) => line.map((cell, column) => cell + ' '.repeat(widths[column]! - [...cell].length)))
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n')
}
