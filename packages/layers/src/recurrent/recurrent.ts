import { showShape } from '@nn/check'
import { type Axes, type InitLike, type LayerKind, type ParameterUse, uniform } from '@nn/init'
import type { Rng } from '@nn/random'
import { concat, type DType, linear, ShapeError, stack, type Tensor } from '@nn/tensor'
import { checkInput, wrongShape } from '../check/input.ts'
import { count, flag, numberWithin, positiveCount } from '../check/options.ts'
import { Module } from '../module/module.ts'
import { Parameter } from '../module/parameter.ts'
import { Dropout } from '../shaping/dropout.ts'

/** The options of `Rnn`, `Gru` and `Lstm`. */
export interface RecurrentOptions {
  /** Length of the input's last axis; left out, the first input decides. */
  readonly inUnits?: number
  /** Layers, each fed with the results of the one before. Default 1. */
  readonly layers?: number
  /**
   * Whether a second pass goes from the last step to the first; results lie one behind the other. Default
   * false.
   */
  readonly bidirectional?: boolean
  /**
   * Whether inputs and outputs are `[n, steps, …]` instead of `[steps, n, …]`. Default false, as in PyTorch.
   */
  readonly batchFirst?: boolean
  /** Rate of the dropout between layers. Default 0. */
  readonly dropout?: number
  /** The root stream of the dropout. */
  readonly rng?: Rng | undefined
  /** Default true. */
  readonly useBias?: boolean
  /** Of all weights. Default U[-1/√units, 1/√units). */
  readonly weightInit?: InitLike
  /** Of all biases. Default U[-1/√units, 1/√units). */
  readonly biasInit?: InitLike
  /** Default `'float32'`. */
  readonly dtype?: DType
}

/** The names of these options. */
export const RECURRENT: readonly string[] = [
  'inUnits',
  'layers',
  'bidirectional',
  'batchFirst',
  'dropout',
  'rng',
  'useBias',
  'weightInit',
  'biasInit',
  'dtype',
]

/** The parameters of one layer in one direction; the gates lie one below the other. */
export interface Cell {
  /** `[gates · units, inputs]` */
  readonly weightIh: Parameter
  /** `[gates · units, outputs]` */
  readonly weightHh: Parameter
  /** `[gates · units]`, unless `useBias: false`. */
  readonly biasIh?: Parameter
  /** `[gates · units]`, unless `useBias: false`. */
  readonly biasHh?: Parameter
  /** `[projection, units]`, with a projection. */
  readonly weightHr?: Parameter
}

/** What a kind of recurrent layer is made of. */
interface Kind {
  readonly name: string
  /** Names of the gates in their order. */
  readonly gates: readonly string[]
  /** Length of the hidden state, if it is not units. */
  readonly projection?: number | undefined
}

/** The state of one layer in one direction: `[n, outputs]`, and for LSTMs the cell `[n, units]`. */
export type State = readonly [hidden: Tensor, cell?: Tensor]

/**
 * Results of all steps, and the last states of every layer and direction: tensors for each part of the state.
 */
interface Run {
  readonly output: Tensor
  readonly states: readonly Tensor[]
}

/** What recurrent layers share: parameters, layers, directions and steps. */
export abstract class Recurrent extends Module {
  override readonly kind: LayerKind = 'recurrent'
  readonly units: number
  /** Length of the hidden state: units, or the projection's. */
  readonly outUnits: number
  readonly layers: number
  readonly bidirectional: boolean
  readonly batchFirst: boolean
  readonly useBias: boolean
  readonly dtype: DType
  /**
   * The parameters by layer and, within it, direction; their paths are PyTorch's names, such as
   * `weightIhL0Reverse`.
   */
  readonly cells: readonly Cell[]
  readonly dropout: Dropout | undefined

  constructor(kind: Kind, units: number, options: RecurrentOptions) {
    super()
    const { name, gates, projection } = kind
    const { inUnits, layers = 1, bidirectional = false, useBias = true, dtype = 'float32' } = options
    this.units = positiveCount(name, 'units', units)
    this.outUnits = projection ?? units
    this.layers = positiveCount(name, 'layers', layers)
    this.bidirectional = flag(name, 'bidirectional', bidirectional)
    this.batchFirst = flag(name, 'batchFirst', options.batchFirst ?? false)
    this.useBias = flag(name, 'useBias', useBias)
    this.dtype = dtype
    const rate = numberWithin(name, 'dropout', options.dropout ?? 0, [0, 1])
    this.dropout = rate > 0 ? new Dropout(rate, { rng: options.rng }) : undefined
    const first = inUnits === undefined ? null : count(name, 'inUnits', inUnits)
    const directions = bidirectional ? 2 : 1
    this.cells = Array.from({ length: layers * directions }, (_, i) =>
      createCell(this, gates, i < directions ? first : this.outUnits * directions, options, projection),
    )
    this.parameters()
  }

  protected override fields(): ReturnType<Module['fields']> {
    const directions = this.bidirectional ? 2 : 1
    const parameters = this.cells.flatMap((cell, i): [string, Parameter][] => {
      const suffix = `L${Math.floor(i / directions)}${i % directions === 1 ? 'Reverse' : ''}`
      return Object.entries(cell).map(([name, parameter]) => [`${name}${suffix}`, parameter])
    })
    return this.dropout === undefined ? parameters : [...parameters, ['dropout', this.dropout]]
  }

  /** The next state of a cell from its input, which W_ih was applied to, and its state. */
  protected abstract step(cell: Cell, input: Tensor, state: State): State

  /** All layers over all steps; `initial` holds the parts of the state, zeros where they are left out. */
  protected run(x: Tensor, initial: readonly (Tensor | undefined)[], lengths: readonly number[]): Run {
    checkSequence(this, x)
    const isSingle = x.ndim === 2
    const batched = isSingle ? x.unsqueeze(1) : this.batchFirst ? x.transpose(0, 1) : x
    const n = batched.shape[1]!
    const starts = initial.map((state, part) =>
      startOf(this, state, n, lengths[part]!, isSingle, x, part === 0 ? 'hidden' : 'cell'),
    )
    this.prepare(x)
    const directions = this.bidirectional ? 2 : 1
    const last: State[] = []
    let y = batched
    for (let layer = 0; layer < this.layers; layer++) {
      const passes = Array.from({ length: directions }, (_, direction) => {
        const i = layer * directions + direction
        const state = starts.map((start) => start.at(i)) as unknown as State
        const pass = this.pass(this.cells[i]!, y, state, direction === 1)
        last.push(pass.state)
        return pass.output
      })
      y = passes.length === 1 ? passes[0]! : concat(passes, -1)
      if (this.dropout !== undefined && layer < this.layers - 1) y = this.dropout.forward(y)
    }
    const states = starts.map((_, part) => stack(last.map((state) => state[part]!)))
    if (isSingle) return { output: y.squeeze(1), states: states.map((state) => state.squeeze(1)) }
    return { output: this.batchFirst ? y.transpose(0, 1) : y, states }
  }

  /** One layer in one direction over all steps. */
  protected pass(cell: Cell, x: Tensor, start: State, reverse: boolean): { output: Tensor; state: State } {
    const inputs = linear(x, cell.weightIh.data, cell.biasIh?.data)
    const steps = x.shape[0]!
    const outputs = new Array<Tensor>(steps)
    let state = start
    for (let i = 0; i < steps; i++) {
      const t = reverse ? steps - 1 - i : i
      state = this.step(cell, inputs.at(t), state)
      outputs[t] = state[0]
    }
    return { output: stack(outputs), state }
  }

  /** Makes the values of all parameters, now that the length of the input is known. */
  protected prepare(x: Tensor): void {
    const inputs = x.shape.at(-1)!
    const all = this.cells.flatMap((cell) => Object.values(cell) as Parameter[])
    if (all.every((parameter) => parameter.isReady)) return
    this.materialize(
      x.backend,
      all.map((parameter) => [parameter, parameter.shape.map((length) => length ?? inputs)]),
    )
  }
}

/** `h·W_hhᵀ + b_hh`, what every step does with the hidden state. */
export function fromHidden({ weightHh, biasHh }: Cell, hidden: Tensor): Tensor {
  return linear(hidden, weightHh.data, biasHh?.data)
}

/** Part i of the gates that lie side by side in `[n, gates · units]`. */
export function gate(gates: Tensor, i: number, units: number): Tensor {
  return gates.slice(null, [i * units, (i + 1) * units])
}

function createCell(
  { units, outUnits, useBias, dtype }: Recurrent,
  gates: readonly string[],
  inputs: number | null,
  { weightInit, biasInit }: RecurrentOptions,
  projection: number | undefined,
): Cell {
  const bound = 1 / Math.sqrt(units)
  const init = uniform({ low: -bound, high: bound })
  const blocks = gates.length === 1 ? {} : { blocks: { axis: 0, names: gates } }
  const rows = gates.length * units
  const weight = (shape: readonly (number | null)[], axes: Axes, use?: ParameterUse): Parameter =>
    new Parameter({ shape, role: 'weight', use, axes, dtype, init, option: weightInit })
  const bias = (use: ParameterUse): Parameter =>
    new Parameter({
      shape: [rows],
      role: 'bias',
      use,
      axes: { out: 0, ...blocks },
      dtype,
      init,
      option: biasInit,
    })
  return {
    weightIh: weight([rows, inputs], { out: 0, in: 1, ...blocks }, 'input'),
    weightHh: weight([rows, outUnits], { out: 0, in: 1, ...blocks }, 'state'),
    ...(useBias ? { biasIh: bias('input'), biasHh: bias('state') } : {}),
    ...(projection === undefined ? {} : { weightHr: weight([projection, units], { out: 0, in: 1 }) }),
  }
}

function checkSequence(layer: Recurrent, x: Tensor): void {
  const { dtype, batchFirst, cells } = layer
  checkInput(layer, x, dtype)
  const width = cells[0]!.weightIh.shape[1] ?? null
  const fits = (x.ndim === 2 || x.ndim === 3) && (width === null || x.shape.at(-1) === width)
  const steps = x.shape[x.ndim === 3 && batchFirst ? 1 : 0]
  if (fits && steps !== 0) return
  const lead = batchFirst ? 'n, steps' : 'steps, n'
  const cure = fits ? 'give it at least one step' : undefined
  throw wrongShape(layer, `an input [${lead}, ${width ?? 'inUnits'}] or one without n`, x, cure)
}

/** The state at the start, `[layers · directions, n, length]`, checked; zeros if there is none. */
function startOf(
  layer: Recurrent,
  state: Tensor | undefined,
  n: number,
  length: number,
  isSingle: boolean,
  x: Tensor,
  what: string,
): Tensor {
  const { layers, bidirectional, dtype } = layer
  const cells = layers * (bidirectional ? 2 : 1)
  if (state === undefined) return x.backend.zeros([cells, n, length], { dtype })
  checkInput(layer, state, dtype, `${what} state`)
  const expected = isSingle ? [cells, length] : [cells, n, length]
  if (state.ndim === expected.length && state.shape.every((size, axis) => size === expected[axis])) {
    return isSingle ? state.unsqueeze(1) : state
  }
  throw new ShapeError(
    `${layer.label}: expected a ${what} state ${showShape(expected)}, got ${showShape(state.shape)}`,
  )
}
