import type { TensorData } from '@nn/tensor'
import { blockwise } from '../../combinators/by-block.ts'
import { createInitializer, type Initializer } from '../../initializer/initializer.ts'
import type { LawRequest } from '../../initializer/law.ts'
import type { InitRequest } from '../../initializer/request.ts'
import { allocate } from '../../initializer/typed-arrays.ts'
import { ones, zeros } from '../../structured/constant.ts'
import { COMMON } from '../common.ts'
import { isRecurrentBias } from '../declared.ts'
import type { DialectLayer, DialectParameter } from '../dialect.ts'
import { GRU, LSTM } from './accent.ts'
import { type KerasParameter, pieceOf } from './piece.ts'

// Keras has one bias where we have one for each sum. Only what is one law for all elements is a `bias_initializer`; what tells gates apart,
// such as `lstmBias`, is ours, and stays as it is.

/** The parameters of a recurrent layer, where a bias that is given a law stands for both of ours. */
export function withOneBias<P extends DialectParameter>(
  layer: DialectLayer<P>,
): readonly KerasParameter<P>[] {
  const { parameters } = layer
  const joined = new Set<P>()
  return parameters.flatMap((ours, i) => {
    if (joined.has(ours)) return []
    const next = parameters[i + 1]
    if (next === undefined || !isRecurrentBias(ours, layer) || !isPair(ours, next)) return [pieceOf(ours)]
    joined.add(next)
    return [{ ...pieceOf(ours), state: next }]
  })
}

/** Whether the bias of the input says what Keras's bias is, and that of the state nothing else. */
function isPair(input: DialectParameter, state: DialectParameter): boolean {
  const { wanted } = input
  if (input.use !== 'input' || state.role !== 'bias' || state.use !== 'state') return false
  if (wanted === undefined || !isOneLaw(wanted)) return false
  if (state.wanted === wanted) return true
  const isNone = state.wanted === undefined || state.wanted.config.name === 'zeros'
  return isNone && gatesOf(input) !== GRU
}

function isOneLaw({ config }: Initializer): boolean {
  const { name, value } = config
  if (name === 'constant') return typeof value === 'number'
  return name === 'zeros' || name === 'ones' || Object.hasOwn(COMMON, name.replace(/^keras\./, ''))
}

function gatesOf({ axes }: DialectParameter): string | undefined {
  return axes?.blocks?.names && String(axes.blocks.names)
}

/** Our two biases, of the initializer of Keras's one: `[units]`, with gates for an LSTM, and for a GRU `[2, 3·units]`. */
export function biasesOf(
  parameter: DialectParameter,
  init: Initializer,
): { readonly input: Initializer; readonly state: Initializer } {
  const gates = gatesOf(parameter)
  if (gates === GRU) return gruBiases(init)
  return { input: gates === LSTM ? lstmBias(init) : init, state: zeros() }
}

/** `unit_forget_bias`: one draw for the first gate, ones, and another draw from the same start for the last two. */
function lstmBias(init: Initializer): Initializer {
  const pair = describing(init, ([units]) => [2 * (units ?? 0)])
  const laws = { input: init, forget: ones(), cell: pair, output: pair }
  const { config, needs, describe } = blockwise({ name: 'keras.bias' }, laws, init)
  return createInitializer({
    config,
    needs,
    describe,
    draw: (request) => {
      const { path, shape, dtype } = request
      const [rows = 0] = shape
      const units = rows / 4
      const values = allocate(path, dtype, rows)
      values.set(init.elements(request.part([units], undefined)))
      values.fill(1, units, 2 * units)
      values.set(init.elements(request.part([2 * units], undefined)), 2 * units)
      return values
    },
    isData: false,
  })
}

/** The rows of one draw, whose first two gates change places. */
function gruBiases(init: Initializer): { readonly input: Initializer; readonly state: Initializer } {
  let drawn: TensorData | undefined
  const draw = (request: InitRequest): TensorData =>
    init.elements(request.part([2, ...request.shape], undefined))
  const { config, needs, describe } = describing(init, (shape) => [2, ...shape])
  const row = (draw: (request: InitRequest) => TensorData): Initializer =>
    createInitializer({ config, needs, describe, draw, isData: false })
  return {
    input: row((request) => {
      drawn = draw(request)
      return ourGates(request, drawn, 0)
    }),
    state: row((request) => {
      const both = drawn ?? draw(request)
      drawn = undefined
      return ourGates(request, both, 1)
    }),
  }
}

/** An initializer whose law is that of another shape, of which these elements are a part. */
function describing(
  init: Initializer,
  shapeOf: (shape: LawRequest['shape']) => LawRequest['shape'],
): Initializer {
  return createInitializer({
    config: init.config,
    needs: init.needs,
    draw: (request) => init.elements(request),
    describe: ({ shape, fans }) => init.describe({ shape: shapeOf(shape), fans, axes: undefined }),
    isData: false,
  })
}

function ourGates({ path, shape, dtype }: InitRequest, both: TensorData, row: number): TensorData {
  const [rows = 0] = shape
  const units = rows / 3
  const values = allocate(path, dtype, rows)
  for (const [i, gate] of [1, 0, 2].entries()) {
    const start = row * rows + gate * units
    values.set(both.subarray(start, start + units), i * units)
  }
  return values
}
