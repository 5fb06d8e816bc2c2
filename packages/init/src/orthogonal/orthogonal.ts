import { finite, type OptionNames } from '@nn/check'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkFill } from '../initializer/fill.ts'
import { type InPlace, inPlace, type RngOption } from '../initializer/in-place.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { digits, type Law, type LawRequest } from '../initializer/law.ts'
import { fillParts, ofGroups, partsOf } from '../initializer/parts.ts'
import { sizeOf } from '../math/size-of.ts'
import { matrixOf, writeMatrix } from '../parameter/matrix.ts'
import { isKnownShape } from '../parameter/shape.ts'
import { matrix, transpose } from './float-matrix.ts'
import { haarRows } from './haar.ts'

/** How long the orthogonal vectors are. */
export interface OrthogonalOptions {
  /** Factor on the matrix, default 1. */
  readonly gain?: number
}

/** @internal */
export const ORTHOGONAL: OptionNames<OrthogonalOptions> = { gain: true }

/**
 * `gain · Q` with Q uniform (Haar) among the matrices with orthonormal rows if rows < columns, else orthonormal columns; rows
 * are the axis of outputs (the first, without axes), columns all others. Each block of a packed weight, as each gate, each group of a convolution and each
 * expert is a matrix of its own. Computed in the dtype of the weight, with the same bits on every machine; `Q·Qᵀ` is I within
 * 10⁻⁶ in float32 and 10⁻¹³ in float64
 * (Saxe et al., 2014, https://arxiv.org/abs/1312.6120; drawn as in Stewart, 1980, https://doi.org/10.1137/0717034).
 *
 * @throws TypeError or RangeError if gain is not a finite number; when applied, ShapeError for fewer than 2 axes, TypeError without rng.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, orthogonal } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const q = orthogonal()(createRequest({ shape: [2, 3], backend: cpu, rng: createRng(42) }))
 * q.matmul(q.transpose()).allClose(cpu.eye(2), { atol: 1e-6 }) // => true
 * const axes = { out: 0, in: 1, blocks: { axis: 0, names: ['input', 'forget', 'cell', 'output'] } }
 * const gates = orthogonal()(createRequest({ shape: [12, 3], axes, backend: cpu, rng: createRng(42) }))
 * const forget = gates.slice([3, 6])
 * forget.matmul(forget.transpose()).allClose(cpu.eye(3), { atol: 1e-6 }) // => true
 * ```
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  checkFactory('orthogonal', options, ORTHOGONAL)
  const { gain = 1 } = options
  finite('orthogonal', 'gain', gain)
  return createInitializer({
    config: { name: 'orthogonal', gain },
    needs: ['rng'],
    draw: (request) =>
      fillParts('orthogonal', request, (part, out) => {
        const view = matrixOf('orthogonal', part)
        const { rows, columns, inner } = view
        // In place, unless the axis of rows lies between others.
        const isBetween = inner === undefined || (inner !== columns && inner !== 1)
        const data = isBetween ? out.slice() : out
        const q = inner === 1 ? transpose(matrix(data, columns, rows)) : matrix(data, rows, columns)
        haarRows(part, rows < columns ? q : transpose(q))
        if (isBetween) writeMatrix(view, out, (row, column) => data[row * columns + column]!)
        if (gain !== 1) for (let i = 0; i < out.length; i++) out[i]! *= gain
      }),
    describe: (request) => law(gain, request),
    check: (request) => {
      checkFill('orthogonal', request)
      for (const part of partsOf(request)) matrixOf('orthogonal', part)
    },
  })
}

/**
 * A Haar-uniform orthogonal matrix, in place; returns the target, a tensor or a parameter.
 *
 * @throws As `orthogonal`; the target keeps its old values.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { orthogonal_ } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const q = orthogonal_(cpu.zeros([4, 4]), { gain: 2, rng: createRng(42) })
 * q.transpose().matmul(q).allClose(cpu.eye(4).mul(4), { atol: 1e-5 }) // => true
 * ```
 */
export const orthogonal_: InPlace<OrthogonalOptions & RngOption> = /* @__PURE__ */ inPlace(
  'orthogonal_',
  orthogonal,
  ORTHOGONAL,
)

/** Any element of a Haar-uniform matrix has mean 0 and variance gain² over the longer side. */
function law(gain: number, { shape, axes }: LawRequest): Law {
  const text = ofGroups(`Haar, gain ${digits(gain)}`, axes, shape)
  const bounds = { text, mean: 0, low: -Math.abs(gain), high: Math.abs(gain) }
  if (shape.length < 2 || !isKnownShape(shape)) return bounds
  const parts = partsOf({ shape, axes })
  const squares = parts.map((part) => {
    const { rows, columns } = matrixOf('orthogonal', part)
    return Math.min(rows, columns)
  })
  const size = sizeOf(shape)
  const sum = squares.reduce((total, square) => total + square, 0)
  return { ...bounds, std: size === 0 ? 0 : Math.abs(gain) * Math.sqrt(sum / size) }
}
