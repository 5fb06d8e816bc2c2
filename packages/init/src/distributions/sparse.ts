import { deviation, type OptionNames, oneOf, within } from '@nn/check'
import type { FloatArray } from '@nn/random'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkFill } from '../initializer/fill.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { digits, type LawRequest } from '../initializer/law.ts'
import { fillParts, ofGroups, partsOf } from '../initializer/parts.ts'
import type { InitRequest } from '../initializer/request.ts'
import { countOf } from '../math/count-of.ts'
import { matrixOf, writeMatrix } from '../parameter/matrix.ts'
import { isKnownShape } from '../parameter/shape.ts'

/** Share and places of the zeros, and the law of the other elements. */
export interface SparseOptions {
  /** Share of zeros in [0, 1]. */
  readonly sparsity: number
  /** Standard deviation of the other elements, default 0.01. */
  readonly std?: number
  /**
   * `'column'` (default): every input has the same number of zeros, as in PyTorch. `'row'`: every output has, and so every unit the
   * same number of incoming links, as in Martens.
   */
  readonly along?: 'column' | 'row'
}

/** @internal */
export const SPARSE: OptionNames<SparseOptions> = { sparsity: true, std: true, along: true }

/**
 * N(0, std²), with zeros at ⌈sparsity · n⌉ random places of the n in each column (or row): at 55 of 100 for .55. Rows are outputs,
 * columns all else
 * (Martens, 2010, https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf).
 *
 * @throws TypeError or RangeError if sparsity is not in [0, 1], std is negative or along is unknown; when applied, ShapeError for fewer
 * than 2 axes, TypeError without rng.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, sparse } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = sparse({ sparsity: 0.7 })(createRequest({ shape: [10, 5], backend: cpu, rng: createRng(42) }))
 * w.eq(0).cast('int32').sum(0).toNested() // => [7, 7, 7, 7, 7]
 * sparse({ sparsity: 1.5 }) // throws /expected sparsity in \[0, 1\], got 1\.5/
 * ```
 */
export function sparse(options: SparseOptions): Initializer {
  checkFactory('sparse', options, SPARSE)
  const { sparsity, std = 0.01, along = 'column' } = options
  within('sparse', 'sparsity', sparsity, 0, 1)
  deviation('sparse', std)
  oneOf('sparse', 'along', along, ['column', 'row'])
  return createInitializer({
    config: { name: 'sparse', sparsity, std, along },
    needs: ['rng'],
    draw: (request) =>
      fillParts('sparse', request, (part, out) => write(part, out, { sparsity, std, along })),
    describe: (request) => ({
      text: ofGroups(`N(0, ${digits(std)}²) or 0, sparsity ${digits(sparsity)}`, request.axes, request.shape),
      mean: 0,
      std: std * Math.sqrt(share(request, sparsity, along)),
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    }),
    check: (request) => {
      checkFill('sparse', request)
      for (const part of partsOf(request)) matrixOf('sparse', part)
    },
  })
}

/**
 * N(0, std²) and zeros, in place; returns the target, a tensor or a parameter.
 *
 * @throws As `sparse`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { sparse_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = sparse_(cpu.ones([4, 2]), { sparsity: 0.5, rng: createRng(42) })
 * w.eq(0).cast('int32').sum().item() // => 4
 * ```
 */
export const sparse_: InPlace<SparseOptions & RngOption> = /* @__PURE__ */ inPlace('sparse_', sparse, SPARSE)

function write(part: InitRequest, out: FloatArray, { sparsity, std, along }: Required<SparseOptions>): void {
  const view = matrixOf('sparse', part)
  const { rows, columns } = view
  part.rng.normal(out, { std })
  const [lines, length] = along === 'column' ? [columns, rows] : [rows, columns]
  const zeros = countOf(sparsity, length)
  const kept = new Uint8Array(rows * columns).fill(1)
  const order = new Uint32Array(length)
  for (let line = 0; line < lines; line++) {
    part.rng.permutation(order)
    for (const at of order.subarray(0, zeros)) {
      kept[along === 'column' ? at * columns + line : line * columns + at] = 0
    }
  }
  writeMatrix(view, out, (row, column, at) => (kept[row * columns + column] === 1 ? out[at]! : 0))
}

/** The share of elements that are drawn. */
function share({ shape, axes }: LawRequest, sparsity: number, along: 'column' | 'row'): number {
  if (shape.length < 2 || !isKnownShape(shape)) return 1 - sparsity
  const [part] = partsOf({ shape, axes })
  if (part === undefined) return 1 - sparsity
  const { rows, columns } = matrixOf('sparse', part)
  const length = along === 'column' ? rows : columns
  return length === 0 ? 1 : 1 - countOf(sparsity, length) / length
}
