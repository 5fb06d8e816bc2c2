import { ShapeError } from '@nn/tensor'
import { finite } from './check.ts'
import { checkOptions } from './check-options.ts'
import { checkFill, fill } from './fill.ts'
import { haarRows } from './haar.ts'
import { type InPlace, inPlace, type RngOption } from './in-place.ts'
import { createInitializer, type Initializer } from './initializer.ts'
import { digits, type Law } from './law.ts'
import { showShape } from './show-shape.ts'

/** How long the orthogonal vectors are. */
export interface OrthogonalOptions {
  /** Factor on the matrix, default 1. */
  readonly gain?: number
}

/**
 * `gain · Q` with Q uniform (Haar) among the matrices with orthonormal rows if rows < columns, else orthonormal columns;
 * rows = shape[0], columns = the product of the other lengths. Computed in double precision and rounded once
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
 * ```
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  checkOptions('orthogonal', options, ['gain'])
  const { gain = 1 } = options
  finite('orthogonal', 'gain', gain)
  return createInitializer(
    { name: 'orthogonal', gain },
    ['rng'],
    (request) => {
      const [rows, columns] = matrix(request.path, request.shape)
      return fill('orthogonal', request, (out) => {
        const q = haarRows(request.rng, Math.min(rows, columns), Math.max(rows, columns))
        for (let i = 0; i < out.length; i++) {
          const transposed = Math.floor(i / columns) + (i % columns) * rows
          out[i] = gain * q[rows < columns ? i : transposed]!
        }
      })
    },
    ({ shape }) => law(gain, shape),
    (request) => {
      matrix(request.path, request.shape)
      checkFill('orthogonal', request)
    },
  )
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
)

function matrix(path: string, shape: readonly number[]): readonly [number, number] {
  const [rows, ...rest] = shape
  if (rows === undefined || rest.length === 0) {
    throw new ShapeError(`${path}: expected at least 2 axes for orthogonal, got shape ${showShape(shape)}`)
  }
  return [rows, rest.reduce((product, length) => product * length, 1)]
}

/** Any element of a Haar-uniform matrix has mean 0 and variance gain² over the longer side. */
function law(gain: number, shape: readonly (number | null)[]): Law {
  const bounds = { text: `Haar, gain ${digits(gain)}`, mean: 0, low: -Math.abs(gain), high: Math.abs(gain) }
  const [rows, ...rest] = shape
  if (rows == null || rest.includes(null)) return bounds
  const columns = (rest as number[]).reduce((product, length) => product * length, 1)
  return { ...bounds, std: Math.abs(gain) / Math.sqrt(Math.max(rows, columns, 1)) }
}
