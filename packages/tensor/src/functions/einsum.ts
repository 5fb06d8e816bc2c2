import { message, show, showShape, wrongKind } from '@nn/check'
import { isTensor } from '../operands/is-tensor.ts'
import { shapeError } from '../shape/shape-error.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { diagonal } from './triangles.ts'

/** A tensor whose axes have letters, each once. */
interface Labelled {
  readonly x: Tensor
  readonly labels: string
}

/**
 * Sums of products by the letters of axes: `einsum('bij,bjk->bik', a, b)` is a matrix product of each pair, `'ij->ji'` a transpose, `'ii->'` a
 * trace. Letters that the result does not have are summed over. Two operands at a time, as one product of matrices each, from left to right.
 *
 * @param equation Letters of the axes of each operand, separated by commas, then `->` and those of the result; without an arrow the result has
 * the letters that occur once, in alphabetical order. Spaces do not count; there is no `…`.
 * @throws TypeError unless the operands are tensors; RangeError if the equation is none or does not fit their number; ShapeError if it
 * does not fit their shapes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { einsum } from '@nn/tensor'
 * const x = cpu.tensor([[1, 2], [3, 4]])
 * einsum('ij,jk->ik', x, x).toNested() // => [[7, 10], [15, 22]]
 * einsum('ii->', x).item() // => 5
 * einsum('ij,j->i', x, cpu.tensor([1, 10])).toNested() // => [21, 43]
 * ```
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  const { inputs, result } = parse(equation, operands.length)
  const lengths = new Map<string, number>()
  const labelled = operands.map((x, i) => {
    if (!isTensor(x)) throw wrongKind('einsum', 'tensors', x)
    return labelledOf(x, inputs[i] ?? '', lengths)
  })
  const [first, ...others] = labelled
  if (first === undefined) throw new RangeError(message('einsum', 'at least one tensor', 'none'))
  let left = first
  for (const [i, right] of others.entries()) {
    const later =
      result +
      others
        .slice(i + 1)
        .map(({ labels }) => labels)
        .join('')
    left = product(left, right, later, lengths)
  }
  const summed = sumOver(left, (label) => result.includes(label))
  return arranged(summed, result)
}

function parse(equation: string, count: number): { inputs: readonly string[]; result: string } {
  if (typeof equation !== 'string') throw wrongKind('einsum', "an equation such as 'ij,jk->ik'", equation)
  const [, left = '', arrow, right = ''] = /^((?:[a-zA-Z]*,)*[a-zA-Z]*)(->)?([a-zA-Z]*)$/.exec(
    equation.replaceAll(' ', ''),
  ) ?? [undefined, '?']
  const inputs = left.split(',')
  if (left === '?' || (arrow === undefined && right !== '')) {
    throw new RangeError(message('einsum', "an equation such as 'ij,jk->ik'", show(equation)))
  }
  if (inputs.length !== count) {
    throw new RangeError(message('einsum', `letters of ${count} tensors`, show(equation)))
  }
  const letters = inputs.join('')
  const once = [...new Set(letters)]
    .filter((letter) => letters.split(letter).length === 2)
    .sort()
    .join('')
  const result = arrow === undefined ? once : right
  const isKnown = [...result].every((letter, i) => letters.includes(letter) && result.indexOf(letter) === i)
  if (isKnown) return { inputs, result }
  throw new RangeError(message('einsum', 'letters of the operands in the result, each once', show(equation)))
}

/** A tensor with its letters: of equal ones the diagonal. */
function labelledOf(x: Tensor, labels: string, lengths: Map<string, number>): Labelled {
  if (labels.length !== x.ndim) {
    throw shapeError('einsum', `a tensor with axes ${show(labels)}`, `shape ${showShape(x.shape)}`)
  }
  for (const [i, label] of [...labels].entries()) {
    const length = lengths.get(label) ?? x.shape[i]
    if (length !== x.shape[i]) {
      throw shapeError('einsum', `axis ${label} of length ${length}`, `shape ${showShape(x.shape)}`)
    }
    lengths.set(label, length ?? 0)
  }
  const twice = [...labels].findIndex((label, i) => labels.indexOf(label) < i)
  if (twice < 0) return { x, labels }
  const label = labels[twice] ?? ''
  const first = labels.indexOf(label)
  const rest = [...labels].filter((_, i) => i !== twice && i !== first).join('')
  return labelledOf(diagonal(x, 0, [first, twice]), rest + label, lengths)
}

/** The sum over all axes but those that stay. */
function sumOver({ x, labels }: Labelled, stays: (label: string) => boolean): Labelled {
  const axes = [...labels].flatMap((label, axis) => (stays(label) ? [] : [axis]))
  if (axes.length === 0) return { x, labels }
  return { x: x.sum(axes), labels: [...labels].filter(stays).join('') }
}

/** The axes in the order of letters. */
function arranged({ x, labels }: Labelled, order: string): Tensor {
  return x.permute(...[...order].map((label) => labels.indexOf(label)))
}

/** The product of two, summed over what neither the result nor a later operand has, as a product of matrices. */
function product(
  left: Labelled,
  right: Labelled,
  later: string,
  lengths: ReadonlyMap<string, number>,
): Labelled {
  const a = sumOver(left, (label) => right.labels.includes(label) || later.includes(label))
  const b = sumOver(right, (label) => left.labels.includes(label) || later.includes(label))
  const shared = [...a.labels].filter((label) => b.labels.includes(label))
  const batch = shared.filter((label) => later.includes(label)).join('')
  const inner = shared.filter((label) => !later.includes(label)).join('')
  const rows = [...a.labels].filter((label) => !b.labels.includes(label)).join('')
  const columns = [...b.labels].filter((label) => !a.labels.includes(label)).join('')
  const sizeOf = (labels: string): number =>
    [...labels].reduce((size, label) => size * (lengths.get(label) ?? 1), 1)
  const matrices = (of: Labelled, one: string, two: string): Tensor =>
    arranged(of, batch + one + two).reshape(sizeOf(batch), sizeOf(one), sizeOf(two))
  const labels = batch + rows + columns
  const shape = [...labels].map((label) => lengths.get(label) ?? 1)
  return {
    x: matrices(a, rows, inner)
      .matmul(matrices(b, inner, columns))
      .reshape(...shape),
    labels,
  }
}
