import { showShape } from '@nn/check'
import { checkStorage } from '../operands/check-storage.ts'
import { item } from '../shape/item.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { elementFormatter } from './format-elements.ts'

const lineWidth = 75
/** Larger tensors are summarised to `edgeItems` at both ends of every longer axis. */
const threshold = 1000
const edgeItems = 3
const prefix = 'tensor('

/** What is shown of a tensor: an element, the items of an axis, or undefined for those that are left out. */
type Shown = number | undefined | readonly Shown[]

/** The text of a tensor as NumPy's `repr` writes it, always with shape and dtype. */
export function formatTensor(x: Tensor): string {
  checkStorage(x)
  const head = `${prefix}${x.size === 0 ? '[]' : formatElements(x)},`
  const tail = `shape=${showShape(x.shape)}, dtype=${x.dtype})`
  const lastLine = head.length - (head.lastIndexOf('\n') + 1)
  const fits = lastLine + 1 + tail.length <= lineWidth
  return `${head}${fits ? ' ' : `\n${' '.repeat(prefix.length)}`}${tail}`
}

function formatElements(x: Tensor): string {
  const shown = shownOf(x, x.size > threshold)
  const write = elementFormatter(elementsOf(shown), x.dtype, x.ndim === 0)
  const format = (part: Shown, depth: number): string => {
    if (part === undefined) return '...'
    if (typeof part === 'number') return write(part)
    const words = part.map((inner) => format(inner, depth + 1))
    const indent = ' '.repeat(prefix.length + depth + 1)
    const below = x.ndim - depth - 1
    if (below > 0) return `[${words.join(`,${'\n'.repeat(below)}${indent}`)}]`
    return `[${wrap(words, indent, lineWidth - x.ndim - 1)}]`
  }
  return format(shown, 0)
}

/** The elements to show, from an axis and a position of the storage on. */
function shownOf(x: Tensor, summarise: boolean, axis = 0, at: number = x.offset): Shown {
  if (axis === x.ndim) return x.data[at]
  const n = item(x.shape, axis)
  const step = item(x.strides, axis)
  const part = (i: number): Shown => shownOf(x, summarise, axis + 1, at + i * step)
  if (!summarise || n <= 2 * edgeItems) return Array.from({ length: n }, (_, i) => part(i))
  const edge = Array.from({ length: edgeItems }, (_, i) => i)
  return [...edge.map(part), undefined, ...edge.map((i) => part(n - edgeItems + i))]
}

function elementsOf(shown: Shown): number[] {
  if (shown === undefined) return []
  return typeof shown === 'number' ? [shown] : shown.flatMap(elementsOf)
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
