import { fold, type Row } from './fold.ts'

/** Least width of a last column whose text is wrapped. */
const LEAST = 16

/** A table of rows that are named by their paths, equal numbered blocks once. */
export function showFolded(headings: readonly string[], rows: readonly Row[], columns?: number): string {
  const lines = fold(rows).map(({ path, copies, cells }) => {
    return [copies === 1 ? path : `${path} × ${copies}`, ...cells]
  })
  return showTable(['path', ...headings], lines, columns)
}

/**
 * An aligned table of at most `columns` characters a line. Where it is wider, the last column is wrapped; where that leaves too little
 * of it, each row becomes a paragraph: its first cell, and the others under their headings.
 */
export function showTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number = Number.POSITIVE_INFINITY,
): string {
  const lines = [headings, ...rows]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => lengthOf(line[column] ?? ''))))
  const last = widths.at(-1) ?? 0
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0)
  if (before + last > columns && before + LEAST > columns) {
    return rows.map((row) => paragraph(headings, row, columns)).join('\n')
  }
  const indent = ' '.repeat(before)
  return lines
    .map((line) => {
      const cells = widths.slice(0, -1).map((width, column) => padTo(width, line[column] ?? ''))
      const text = wrap((line[widths.length - 1] ?? '').split(' '), columns - before).join(`\n${indent}`)
      return [...cells, text].join('  ').trimEnd()
    })
    .join('\n')
}

/** A row on lines of its own. */
function paragraph(headings: readonly string[], [name = '', ...cells]: readonly string[], columns: number) {
  const told = cells.flatMap((cell, i) => (cell === '' ? [] : [`${headings[i + 1]}: ${cell}`]))
  const items = told.map((text, i) => (i === told.length - 1 ? text : `${text};`))
  // An item stays whole where it fits on a line.
  const words = items.flatMap((item) => (lengthOf(item) > columns - 2 ? item.split(' ') : [item]))
  const title = name === '' ? [] : wrap([name], columns)
  return [...title, ...(words.length === 0 ? [] : wrap(words, columns - 2)).map((line) => `  ${line}`)].join(
    '\n',
  )
}

/** Words in lines of at most `width` characters; a longer word is cut. */
export function wrap(words: readonly string[], width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.flatMap((whole) => pieces(whole, width))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && lengthOf(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}

function pieces(word: string, width: number): string[] {
  const characters = [...word]
  if (characters.length <= width) return [word]
  const count = Math.ceil(characters.length / width)
  return Array.from({ length: count }, (_, i) => characters.slice(i * width, (i + 1) * width).join(''))
}

/** Characters, not UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length
}

function padTo(width: number, text: string): string {
  return text + ' '.repeat(width - lengthOf(text))
}
