import { finite } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkFill } from '../initializer/fill.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { digits, type Law, type LawRequest } from '../initializer/law.ts'
import { momentsOf } from '../initializer/moments.ts'
import { fillParts, ofGroups, partsOf } from '../initializer/parts.ts'
import type { InitRequest } from '../initializer/request.ts'
import { ORTHOGONAL, type OrthogonalOptions } from '../orthogonal/orthogonal.ts'
import { axisList, lengthAlong } from '../parameter/axes.ts'
import { matrixOf, writeMatrix } from '../parameter/matrix.ts'
import { isKnownShape } from '../parameter/shape.ts'

/**
 * `gain · H / √p`, where H is the upper left corner of Sylvester's Hadamard matrix of size p, the least power of two that holds both
 * sides. Every element is `±gain/√p`. The rows are orthogonal where there are p columns, the columns where there are p rows. Rows
 * are outputs, columns all else. Needs no rng.
 *
 * @throws TypeError or RangeError if gain is not a finite number; when applied, ShapeError for fewer than 2 axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, hadamard } from '@nn/init'
 * hadamard({ gain: 2 })(createRequest({ shape: [3, 4], backend: cpu })).toNested() // => [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1]]
 * ```
 */
export function hadamard(options: OrthogonalOptions = {}): Initializer {
  checkFactory('hadamard', options, ORTHOGONAL)
  const { gain = 1 } = options
  finite('hadamard', 'gain', gain)
  const law = { text: `hadamard, gain ${digits(gain)}`, largest: Math.abs(gain) }
  return deterministic('hadamard', { name: 'hadamard', gain }, law, (part) => {
    const view = matrixOf('hadamard', part)
    const height = gain / Math.sqrt(powerAbove(Math.max(view.rows, view.columns)))
    return { view, element: (row, column) => height * sign(row, column) }
  })
}

/**
 * ZerO: the identity where there are no more outputs than inputs, else `I · H · I / √p` with a Hadamard matrix H of size p, the least
 * power of two that holds the outputs. A convolution has it at the centre `⌊k/2⌋` of the field and 0 elsewhere. Every element is 0, 1
 * or ±1/√p. Needs no rng (Zhao et al., 2021, https://arxiv.org/abs/2110.12661; the factor is that of the authors' code).
 *
 * @throws When applied, ShapeError for fewer than 2 axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, zerO } from '@nn/init'
 * zerO()(createRequest({ shape: [2, 3], backend: cpu })).toNested() // => [[1, 0, 0], [0, 1, 0]]
 * zerO()(createRequest({ shape: [4, 2], backend: cpu })).toNested() // => [[0.5, 0.5], [0.5, -0.5], [0.5, 0.5], [0.5, -0.5]]
 * ```
 */
export function zerO(): Initializer {
  return deterministic('zerO', { name: 'zerO' }, { text: 'zerO', largest: 1 }, (part) => {
    const view = matrixOf('zerO', part)
    const { shape, axes } = part
    const out = axisList(axes?.out ?? 0)
    const inputs = axisList(axes?.in ?? (out.includes(0) ? 1 : 0))
    const [rows, columns] = [lengthAlong(shape, out), lengthAlong(shape, inputs)]
    const height = 1 / Math.sqrt(powerAbove(rows))
    const element = (row: number, column: number): number => {
      const input = centreInput(shape, out, inputs, column)
      if (input === undefined) return 0
      return rows > columns ? height * sign(row, input) : Number(row === input)
    }
    return { view, element }
  })
}

/** A matrix view of a part and its elements. */
interface Elements {
  readonly view: ReturnType<typeof matrixOf>
  readonly element: (row: number, column: number) => number
}

type PartShape = Pick<InitRequest, 'path' | 'shape' | 'axes'>

function deterministic(
  name: string,
  config: Initializer['config'],
  { text, largest }: { readonly text: string; readonly largest: number },
  elementsOf: (part: PartShape) => Elements,
): Initializer {
  return createInitializer({
    config,
    draw: (request) =>
      fillParts(name, request, (part, out) => {
        const { view, element } = elementsOf(part)
        writeMatrix(view, out, element)
      }),
    describe: (request) => law(text, request, elementsOf),
    range: () => ({ text, std: largest, low: -largest, high: largest }),
    check: (request) => {
      checkFill(name, request)
      for (const part of partsOf(request)) matrixOf(name, part)
    },
  })
}

function law(name: string, { shape, axes }: LawRequest, elementsOf: (part: PartShape) => Elements): Law {
  const text = ofGroups(name, axes, shape)
  if (shape.length < 2 || !isKnownShape(shape)) return { text }
  const [part] = partsOf({ shape, axes })
  if (part === undefined) return { text }
  const { view, element } = elementsOf(part)
  const { rows, columns } = view
  return { text, ...momentsOf(rows * columns, (i) => element(Math.floor(i / columns), i % columns)) }
}

/** The input of a column of the matrix view at the centre of the field; undefined away from the centre. */
function centreInput(
  shape: readonly number[],
  out: readonly number[],
  inputs: readonly number[],
  column: number,
): number | undefined {
  let rest = column
  let [input, step] = [0, 1]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (out.includes(axis)) continue
    const length = shape[axis]!
    const place = rest % length
    rest = Math.floor(rest / length)
    if (inputs.includes(axis)) {
      input += place * step
      step *= length
    } else if (place !== Math.floor(length / 2)) return undefined
  }
  return input
}

/** An element of Sylvester's matrix: −1 to the power of the number of bits that row and column share. */
function sign(row: number, column: number): number {
  let bits = row & column
  let result = 1
  for (; bits !== 0; bits &= bits - 1) result = -result
  return result
}

function powerAbove(length: number): number {
  let power = 1
  while (power < length) power *= 2
  return power
}
