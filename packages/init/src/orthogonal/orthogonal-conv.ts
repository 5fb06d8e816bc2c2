import { finite, showShape } from '@nn/check'
import type { FloatArray } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkFill, fill } from '../initializer/fill.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { digits, type Law, type LawRequest } from '../initializer/law.ts'
import type { InitRequest } from '../initializer/request.ts'
import { sizeOf } from '../math/size-of.ts'
import { indexIn, type Kernel, kernelOf } from '../parameter/kernel.ts'
import { matrix, transpose } from './float-matrix.ts'
import { type HaarSource, haarRows } from './haar.ts'
import { ORTHOGONAL, type OrthogonalOptions } from './orthogonal.ts'
import { projectTaps } from './paraunitary.ts'

/**
 * `gain · Q` at the centre `⌊(k − 1)/2⌋` of the field, else 0, with Q uniform (Haar) of orthonormal columns: a convolution
 * that keeps norms under circular padding, `‖conv(x)‖ = gain · ‖x‖`. Each group has its own Q. 3 to 5 axes, outputs >= inputs
 * (Xiao et al., 2018, https://arxiv.org/abs/1806.05393, algorithm 2).
 *
 * @throws TypeError or RangeError if gain is not a finite number; when applied, ShapeError for another number of axes or fewer outputs
 * than inputs, TypeError without rng.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, deltaOrthogonal } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = deltaOrthogonal()(createRequest({ shape: [4, 2, 3, 3], backend: cpu, rng: createRng(42) }))
 * const q = w.slice(null, null, 1, 1)
 * q.transpose().matmul(q).allClose(cpu.eye(2), { atol: 1e-6 }) // => true
 * Math.abs(Number(w.square().sum().item()) - 2) < 1e-5 // => true
 * ```
 */
export function deltaOrthogonal(options: OrthogonalOptions = {}): Initializer {
  return normKeeping('deltaOrthogonal', options, (kernel, shape, matrix, source) => {
    const centre = kernel.field.map((axis) => Math.floor((shape[axis]! - 1) / 2))
    return { taps: [matrix(source)], places: [centre] }
  })
}

/**
 * `gain` times a random orthogonal convolution: a Haar matrix with orthonormal columns, then for each step along each axis of the
 * field a factor `P + (I − P)·shift` with P a random symmetric projection. Exact under circular padding, `‖conv(x)‖ = gain · ‖x‖`,
 * with all taps in use. Each group has its own. 3 to 5 axes, outputs >= inputs
 * (Xiao et al., 2018, https://arxiv.org/abs/1806.05393, algorithm 1; kernels of unequal lengths likewise).
 *
 * @throws As `deltaOrthogonal`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, orthogonalConv } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const w = orthogonalConv()(createRequest({ shape: [4, 2, 3], backend: cpu, rng: createRng(42) }))
 * const sum = w.sum(2) // what a constant signal meets: orthogonal too
 * sum.transpose().matmul(sum).allClose(cpu.eye(2), { atol: 1e-6 }) // => true
 * ```
 */
export function orthogonalConv(options: OrthogonalOptions = {}): Initializer {
  return normKeeping('orthogonalConv', options, (kernel, shape, matrix, source, outputs) =>
    projectTaps(
      kernel.field.map((axis) => shape[axis]!),
      matrix(source),
      outputs,
      source,
    ),
  )
}

/** Matrices `[outputs, inputs]` and where in the field they stand. */
interface Taps {
  readonly taps: readonly Float64Array[]
  readonly places: readonly (readonly number[])[]
}

function normKeeping(
  name: string,
  options: OrthogonalOptions,
  draw: (
    kernel: Kernel,
    shape: readonly number[],
    matrix: (source: HaarSource) => Float64Array,
    source: HaarSource,
    outputs: number,
  ) => Taps,
): Initializer {
  checkFactory(name, options, ORTHOGONAL)
  const { gain = 1 } = options
  finite(name, 'gain', gain)
  return createInitializer({
    config: { name, gain },
    needs: ['rng'],
    draw: (request) => fill(name, request, (out) => write(request, out)),
    describe: (request) => law(name, gain, request),
    check: (request) => {
      checkFill(name, request)
      groupOf(name, request)
    },
  })

  function write(request: InitRequest, out: FloatArray): void {
    const { shape } = request
    const { kernel, outputs, inputs } = groupOf(name, request)
    if (out.length === 0) return
    for (let group = 0; group < kernel.groups; group++) {
      const { taps, places } = draw(
        kernel,
        shape,
        (source) => haarColumns(source, outputs, inputs),
        request,
        outputs,
      )
      for (const [i, tap] of taps.entries()) store(tap, places[i]!, group)
    }

    function store(tap: Float64Array, place: readonly number[], group: number): void {
      const transposed = kernel.units !== (request.axes?.out ?? 0)
      for (let o = 0; o < outputs; o++) {
        for (let i = 0; i < inputs; i++) {
          const [unit, other] = transposed ? [group * inputs + i, o] : [group * outputs + o, i]
          out[indexIn(kernel, unit, other, place)] = gain * tap[o * inputs + i]!
        }
      }
    }
  }
}

/** A Haar-uniform matrix `[outputs, inputs]` with orthonormal columns. */
function haarColumns(source: HaarSource, outputs: number, inputs: number): Float64Array {
  const data = new Float64Array(outputs * inputs)
  haarRows(source, transpose(matrix(data, outputs, inputs)))
  return data
}

/** Outputs and inputs of one group. */
function groupOf(
  name: string,
  request: { path: string; shape: readonly number[]; axes: InitRequest['axes'] },
): { kernel: Kernel; outputs: number; inputs: number } {
  const { path, shape, axes } = request
  const kernel = kernelOf(name, request)
  const perUnit = shape[kernel.units]! / kernel.groups
  const [outputs, inputs] =
    kernel.units === (axes?.out ?? 0)
      ? [perUnit, shape[kernel.perGroup]!]
      : [shape[kernel.perGroup]!, perUnit]
  if (outputs >= inputs) return { kernel, outputs, inputs }
  const got = `${outputs} and ${inputs} of shape ${showShape(shape)}`
  throw new ShapeError(`${path}: expected at least as many outputs as inputs for ${name}, got ${got}`)
}

/** Each column of all taps together has norm gain. */
function law(name: string, gain: number, { path = name, shape, axes }: LawRequest): Law {
  const bounds = {
    text: `${name}, gain ${digits(gain)}`,
    mean: 0,
    low: -Math.abs(gain),
    high: Math.abs(gain),
  }
  if (shape.includes(null)) return bounds
  const known = shape as readonly number[]
  const { kernel, inputs } = groupOf(name, { path, shape: known, axes })
  const size = sizeOf(known)
  return size === 0 ? bounds : { ...bounds, std: Math.abs(gain) * Math.sqrt((kernel.groups * inputs) / size) }
}
