/** A table with a line for its headings and one for each row; columns are aligned and two spaces apart. */
export function formatTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => lengthOf(line[column]))))
  return lines
    .map((line) => widths.map((width, column) => padTo(width, line[column])))
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n')
}

/** Characters, not UTF-16 units. */
function lengthOf(cell: string = ''): number {
  return [...cell].length
}

function padTo(width: number, cell: string = ''): string {
  return cell + ' '.repeat(width - lengthOf(cell))
}
