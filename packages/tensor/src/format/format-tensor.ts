import { formatShape } from '../shape.ts'
import type { Tensor } from '../tensor.ts'
import { elementFormatter } from './format-elements.ts'

const lineWidth = 75
/** Larger tensors are summarised to `edgeItems` at both ends of every longer axis. */
const threshold = 1000
const edgeItems = 3
const prefix = 'tensor('

/** The indices to show along an axis; undefined stands for those left out. */
type Shown = readonly (number | undefined)[]

/** The text of a tensor as NumPy's `repr` writes it, always with shape and dtype. */
export function formatTensor(x: Tensor): string {
  const head = `${prefix}${x.size === 0 ? '[]' : formatElements(x)},`
  const tail = `shape=${formatShape(x.shape)}, dtype=${x.dtype})`
  const lastLine = head.length - (head.lastIndexOf('\n') + 1)
  const fits = lastLine + 1 + tail.length <= lineWidth
  return `${head}${fits ? ' ' : `\n${' '.repeat(prefix.length)}`}${tail}`
}

function formatElements(x: Tensor): string {
  const summarise = x.size > threshold
  const shown = x.shape.map((n) => shownIndices(n, summarise))
  const values: number[] = []
  visit(x, shown, 0, x.offset, (position) => values.push(x.data[position]!))
  const format = elementFormatter(values, x.dtype, x.ndim === 0)
  return formatAxis(x, shown, format, 0, x.offset, ' '.repeat(prefix.length + 1), lineWidth - 1)
}

function shownIndices(n: number, summarise: boolean): Shown {
  const indices = Array.from({ length: n }, (_, i) => i)
  if (!summarise || n <= 2 * edgeItems) return indices
  return [...indices.slice(0, edgeItems), undefined, ...indices.slice(-edgeItems)]
}

function visit(
  x: Tensor,
  shown: readonly Shown[],
  axis: number,
  at: number,
  leaf: (position: number) => void,
): void {
  if (axis === x.ndim) {
    leaf(at)
    return
  }
  for (const i of shown[axis]!) {
    if (i !== undefined) visit(x, shown, axis + 1, at + i * x.strides[axis]!, leaf)
  }
}

/** One axis in brackets; `indent` is what its further lines start with, `width` the columns they may take. */
function formatAxis(
  x: Tensor,
  shown: readonly Shown[],
  format: (x: number) => string,
  axis: number,
  at: number,
  indent: string,
  width: number,
): string {
  if (axis === x.ndim) return format(x.data[at]!)
  const words = shown[axis]!.map((i) =>
    i === undefined
      ? '...'
      : formatAxis(x, shown, format, axis + 1, at + i * x.strides[axis]!, `${indent} `, width - 1),
  )
  const below = x.ndim - axis - 1
  if (below > 0) return `[${words.join(`,${'\n'.repeat(below)}${indent}`)}]`
  return `[${wrap(words, indent, width - 1)}]`
}

/** Words with commas between them in lines of at most `width` columns. */
function wrap(words: readonly string[], indent: string, width: number): string {
  let text = ''
  let line = indent
  words.forEach((word, i) => {
    if (line.length + word.length > width && line.length > indent.length) {
      text += `${line.trimEnd()}\n`
      line = indent
    }
    line += i < words.length - 1 ? `${word}, ` : word
  })
  return (text + line).slice(indent.length)
}
