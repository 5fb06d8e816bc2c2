import { finite, message, showShape } from '@nn/check'
import type { FloatArray } from '@nn/random'
import { ShapeError } from '@nn/tensor'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkFill, fill } from '../initializer/fill.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { digits, type Law, type LawRequest } from '../initializer/law.ts'
import { ofGroups } from '../initializer/parts.ts'
import type { InitRequest } from '../initializer/request.ts'
import { sizeOf } from '../math/size-of.ts'
import { indexIn, type Kernel, kernelOf } from '../parameter/kernel.ts'
import { isKnownShape } from '../parameter/shape.ts'
import { matrix, transpose } from './float-matrix.ts'
import { type HaarTools, haarRows } from './haar.ts'
import { ORTHOGONAL, type OrthogonalOptions } from './orthogonal.ts'
import { projectTaps, type Tap } from './paraunitary.ts'

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
  return normKeeping('deltaOrthogonal', options, ({ kernel, outputs, inputs }, tools) => {
    const place = kernel.field.map(({ length }) => Math.floor((length - 1) / 2))
    return [{ place, values: haarColumns(tools, outputs, inputs) }]
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
  return normKeeping('orthogonalConv', options, ({ kernel, outputs, inputs }, tools) => {
    const lengths = kernel.field.map(({ length }) => length)
    return projectTaps(lengths, haarColumns(tools, outputs, inputs), outputs, tools)
  })
}

/** One group of a convolution. */
interface Group {
  readonly kernel: Kernel
  readonly outputs: number
  readonly inputs: number
}

function normKeeping(
  name: string,
  options: OrthogonalOptions,
  draw: (group: Group, tools: HaarTools) => readonly Tap[],
): Initializer {
  checkFactory(name, options, ORTHOGONAL)
  const { gain = 1 } = options
  finite(name, 'gain', gain)
  return createInitializer({
    config: { name, gain },
    needs: ['rng'],
    draw: (request) =>
      fill(name, request, (out) => {
        const group = groupOf(name, request)
        if (out.length === 0) return
        for (let i = 0; i < group.kernel.groups; i++) {
          for (const tap of draw(group, request)) store(out, group, i, tap, gain)
        }
      }),
    describe: (request) => law(name, gain, request),
    check: (request) => {
      checkFill(name, request)
      groupOf(name, request)
    },
  })
}

/** Writes a tap of the i-th group, times gain. */
function store(out: FloatArray, group: Group, i: number, { place, values }: Tap, gain: number): void {
  const { kernel, outputs, inputs } = group
  for (const [index, value] of values.entries()) {
    const [output, input] = [Math.floor(index / inputs), index % inputs]
    const [unit, other] = kernel.isTransposed ? [i * inputs + input, output] : [i * outputs + output, input]
    out[indexIn(kernel, unit, other, place)] = gain * value
  }
}

/** A Haar-uniform matrix `[outputs, inputs]` with orthonormal columns. */
function haarColumns(tools: HaarTools, outputs: number, inputs: number): Float64Array {
  const data = new Float64Array(outputs * inputs)
  haarRows(tools, transpose(matrix(data, outputs, inputs)))
  return data
}

/** Outputs and inputs of one group. */
function groupOf(
  name: string,
  request: { path: string; shape: readonly number[]; axes: InitRequest['axes'] },
): Group {
  const { path, shape } = request
  const kernel = kernelOf(name, request)
  const { units, perGroup, groups, isTransposed } = kernel
  const perUnit = units.length / groups
  const [outputs, inputs] = isTransposed ? [perGroup.length, perUnit] : [perUnit, perGroup.length]
  if (outputs >= inputs) return { kernel, outputs, inputs }
  const got = `${outputs} and ${inputs} of shape ${showShape(shape)}`
  throw new ShapeError(message(path, `at least as many outputs as inputs for ${name}`, got))
}

/** Each column of all taps together has norm gain. */
function law(name: string, gain: number, { path = name, shape, axes }: LawRequest): Law {
  const end = Math.abs(gain)
  const text = ofGroups(`${name}, gain ${digits(gain)}`, axes, shape)
  const bounds = { text, mean: 0, low: -end, high: end }
  if (!isKnownShape(shape)) return bounds
  const { kernel, inputs } = groupOf(name, { path, shape, axes })
  const size = sizeOf(shape)
  return size === 0 ? bounds : { ...bounds, std: end * Math.sqrt((kernel.groups * inputs) / size) }
}
