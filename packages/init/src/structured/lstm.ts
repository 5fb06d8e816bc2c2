import { finite, message, type OptionNames } from '@nn/check'
import type { FloatArray } from '@nn/random'
import type { TensorData } from '@nn/tensor'
import { blockwise, checkNames } from '../combinators/by-block.ts'
import { checkFactory } from '../initializer/check-factory.ts'
import { checkFill, fill } from '../initializer/fill.ts'
import { createInitializer, type Initializer } from '../initializer/initializer.ts'
import { constantLaw, digits, type Law, type LawRequest } from '../initializer/law.ts'
import { mixture } from '../initializer/moments.ts'
import { partsOf, setPart } from '../initializer/parts.ts'
import type { InitRequest } from '../initializer/request.ts'
import { exactLog } from '../math/exact-math.ts'
import { sizeOf } from '../math/size-of.ts'
import { isKnownShape } from '../parameter/shape.ts'
import { constant, zeros } from './constant.ts'

/** The bias of the forget gate. */
export interface LstmBiasOptions {
  /** Bias of the forget gate, default 1. */
  readonly forget?: number
}

const LSTM_BIAS: OptionNames<LstmBiasOptions> = { forget: true }

/**
 * `forget` in the block named `forget` and 0 in the others, in any order of the gates (Jozefowicz et al., 2015,
 * https://proceedings.mlr.press/v37/jozefowicz15.html). A layer with two bias vectors adds them: the one of the state (its `use`) is 0
 * throughout, unless `byBlock` sets it. Needs no rng.
 *
 * @throws TypeError or RangeError if forget is not a finite number; when applied, TypeError if the parameter has no named blocks.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, lstmBias } from '@nn/init'
 * const axes = { out: 0, blocks: { axis: 0, names: ['input', 'forget', 'cell', 'output'] } }
 * lstmBias()(createRequest({ shape: [4], axes, backend: cpu })).toNested() // => [0, 1, 0, 0]
 * ```
 */
export function lstmBias(options: LstmBiasOptions = {}): Initializer {
  checkFactory('lstmBias', options, LSTM_BIAS)
  const { forget = 1 } = options
  finite('lstmBias', 'forget', forget)
  return ofOneBias(blockwise({ name: 'lstmBias', forget }, { forget: constant(forget) }, zeros()))
}

/** A law of the sum of two bias vectors: the one that is applied to the state stays 0. */
function ofOneBias(init: Initializer): Initializer {
  const { config, needs, check } = init
  const none = zeros()
  const lawOf = ({ use }: Pick<LawRequest, 'use'>): Initializer => (use === 'state' ? none : init)
  return createInitializer({
    config,
    needs,
    draw: (request) => lawOf(request).elements(request),
    describe: (request) => lawOf(request).describe(request),
    check,
  })
}

/** The longest dependency to learn. */
export interface ChronoOptions {
  /** Length of the longest dependency in time steps, > 2. */
  readonly maxTime: number
}

const CHRONO: OptionNames<ChronoOptions> = { maxTime: true }

/**
 * `ln u` with u uniform on [1, maxTime − 1) for the forget gate, `−ln u` for the input gate, 0 for the others. Spreads the time
 * constants of the gates over the dependencies in the data (Tallec and Ollivier, 2018, https://arxiv.org/abs/1804.11188). Of two bias
 * vectors, the one of the state is 0, as with `lstmBias`.
 *
 * @throws TypeError or RangeError if maxTime is not a finite number > 2; when applied, TypeError without rng, or if the parameter has no
 * blocks named `input` and `forget`.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { chrono, createRequest } from '@nn/init'
 * import { createRng } from '@nn/random'
 * const axes = { out: 0, blocks: { axis: 0, names: ['input', 'forget', 'cell', 'output'] } }
 * const bias = chrono({ maxTime: 100 })(createRequest({ shape: [8], axes, backend: cpu, rng: createRng(42) }))
 * bias.slice([0, 2]).add(bias.slice([2, 4])).toNested() // => [0, 0]
 * ```
 */
export function chrono(options: ChronoOptions): Initializer {
  checkFactory('chrono', options, CHRONO)
  const { maxTime } = options
  if (!(finite('chrono', 'maxTime', maxTime) > 2)) {
    throw new RangeError(message('chrono', 'maxTime > 2', `${maxTime}`))
  }
  const init = createInitializer({
    config: { name: 'chrono', maxTime },
    needs: ['rng'],
    draw: (request) => timeConstants(request, maxTime),
    describe: (request) => law(maxTime, request),
    check: (request) => {
      checkNames('chrono', request.path, request.axes, ['input', 'forget'])
      checkFill('chrono', request)
    },
  })
  return ofOneBias(init)
}

function timeConstants(request: InitRequest, maxTime: number): TensorData {
  const { path, axes, rng, shape } = request
  checkNames('chrono', path, axes, ['input', 'forget'])
  const parts = partsOf(request)
  const forget = parts.find(({ name }) => name === 'forget')!
  const draw = (out: FloatArray): void => logUniform(rng.uniform(out, { low: 1, high: maxTime - 1 }))
  const values = fill('chrono', request, draw, sizeOf(forget.shape))
  return fill('chrono', request, (whole) => {
    for (const { name, ranges } of parts) {
      if (name === 'forget') setPart(whole, shape, ranges, values)
      if (name === 'input')
        setPart(
          whole,
          shape,
          ranges,
          values.map((value) => -value),
        )
    }
  })
}

function logUniform(out: FloatArray): void {
  for (const [i, value] of out.entries()) out[i] = exactLog(value)
}

/** Moments of ln u, u uniform on [1, b): ∫ ln u = b·ln b − b + 1, ∫ ln² u = b·ln² b − 2b·ln b + 2b − 2. */
function law(maxTime: number, { shape, axes }: LawRequest): Law {
  const b = maxTime - 1
  const log = exactLog(b)
  const mean = (b * log - b + 1) / (b - 1)
  const std = Math.sqrt((b * log * log - 2 * b * log + 2 * b - 2) / (b - 1) - mean * mean)
  const text = `ln U[1, ${digits(b)}) for forget, its negative for input, else 0`
  if (!isKnownShape(shape) || axes === undefined) return { text }
  const forget: Law = { text, mean, std, low: 0, high: log }
  const laws: Readonly<Record<string, Law>> = {
    forget,
    input: { text, mean: -mean, std, low: -log, high: 0 },
  }
  const parts = partsOf({ shape, axes })
  return mixture(
    text,
    parts.map((part) => [laws[part.name!] ?? constantLaw(0), sizeOf(part.shape)] as const),
  )
}
