import { finite, flag, message, type OptionNames, oneOf, show, showShape } from '@nn/check'
import { ShapeError, type TensorData } from '@nn/tensor'
import { asValues } from '../initializer/array-values.ts'
import { checkFactory } from '../initializer/check-factory.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { momentsOf } from '../initializer/moments.ts'
import type { InitRequest } from '../initializer/request.ts'
import { exactTurn } from '../math/exact-math.ts'
import { sizeOf } from '../math/size-of.ts'
import { kernelOf } from '../parameter/kernel.ts'
import { isKnownShape } from '../parameter/shape.ts'
import { type Window, windowNames, windowOf } from './windows.ts'

/** Part, window and normalisation of a short-time Fourier transform. */
export interface StftOptions {
  /** The real or the imaginary part. */
  readonly side: 'real' | 'imag'
  /** A name, the values themselves, or null for none. Default `'hann'`. */
  readonly window?: Window | readonly number[] | null
  /** Divides by √Σw² (`'density'`, default), by Σ|w| (`'spectrum'`), or not (null). */
  readonly scaling?: 'density' | 'spectrum' | null
  /** Whether the window's period is its length rather than its length − 1. Default false. */
  readonly periodic?: boolean
}

const STFT: OptionNames<StftOptions> = { side: true, window: true, scaling: true, periodic: true }

/**
 * A short-time Fourier transform as a convolution: `w(t) · cos(−2πtf/F)` or `sin` over the window's norm, for bin f and time t, with
 * F = 2·(bins − 1). The weight is `[bins, 1, frames]`, or as its axes declare. Needs no rng (Keras's `STFTInitializer`).
 *
 * @throws TypeError or RangeError if an option is wrong; when applied, ShapeError for another shape, or another length of window.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, stft } from '@nn/init'
 * const request = createRequest({ shape: [3, 1, 4], backend: cpu })
 * const real = stft({ side: 'real', window: null, scaling: null })(request)
 * real.toNested() // => [[[1, 1, 1, 1]], [[1, 0, -1, 0]], [[1, -1, 1, -1]]]
 * ```
 */
export function stft(options: StftOptions): Initializer {
  checkFactory('stft', options, STFT)
  const { side, window = 'hann', scaling = 'density', periodic = false } = options
  oneOf('stft', 'side', side, ['real', 'imag'])
  if (scaling !== null) oneOf('stft', 'scaling', scaling, ['density', 'spectrum'])
  flag('stft', 'periodic', periodic)
  checkWindow(window)
  const given = typeof window === 'string' || window === null ? window : Object.freeze([...window])
  const all = { side, window: given, scaling, periodic }
  return createInitializer({
    config: { name: 'stft', ...all },
    draw: (request) => transform(request, all),
    describe: ({ path = 'stft', shape, axes }) => {
      const text = `STFT, ${side}`
      if (!isKnownShape(shape)) return { text }
      return { text, ...momentsOf(sizeOf(shape), elementOf({ path, shape, axes }, all)) }
    },
    range: () => ({ text: 'STFT' }),
  })
}

function checkWindow(window: StftOptions['window']): void {
  if (typeof window === 'string') oneOf('stft', 'window', window, windowNames())
  else if (Array.isArray(window)) for (const value of window) finite('stft', 'window', value)
  else if (window !== null) {
    throw new TypeError(message('stft', 'window to be a name, numbers or null', show(window)))
  }
}

function transform(request: InitRequest, options: Required<StftOptions>): TensorData {
  const element = elementOf(request, options)
  return asValues(
    Float64Array.from({ length: sizeOf(request.shape) }, (_, i) => element(i)),
    request,
  )
}

/** The value at each place of the weight. */
function elementOf(
  request: Pick<InitRequest, 'path' | 'shape' | 'axes'>,
  { side, window, scaling, periodic }: Required<StftOptions>,
): (index: number) => number {
  const { path, shape } = request
  const { units, groups, perGroup, field } = kernelOf('stft', request)
  const bins = units.length / groups
  const [steps] = field
  if (steps === undefined || field.length !== 1 || perGroup.length !== 1) {
    throw new ShapeError(message(path, 'shape [bins, 1, frames] for stft', showShape(shape)))
  }
  const values = valuesOf(path, window, steps.length, periodic)
  const norm = window === null ? 1 : normOf(values, scaling)
  return (index) => {
    const bin = Math.floor(index / units.stride) % bins
    const time = Math.floor(index / steps.stride) % steps.length
    const turn = exactTurn(time * bin, Math.max(1, 2 * (bins - 1)))
    return ((side === 'real' ? turn.cos : 0 - turn.sin) * values[time]!) / norm
  }
}

function valuesOf(
  path: string,
  window: StftOptions['window'] | undefined,
  frames: number,
  periodic: boolean,
): readonly number[] {
  if (typeof window === 'string') return windowOf(window, frames, periodic)
  if (!window) return new Array<number>(frames).fill(1)
  if (window.length === frames) return window
  throw new ShapeError(message(path, `a window of ${frames} values`, `${window.length}`))
}

function normOf(values: readonly number[], scaling: StftOptions['scaling'] | undefined): number {
  if (scaling === 'density') return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  return scaling === 'spectrum' ? values.reduce((sum, value) => sum + Math.abs(value), 0) : 1
}
