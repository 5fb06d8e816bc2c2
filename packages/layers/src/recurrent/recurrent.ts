import { checkOptions, flag, integer, type OptionNames, showShape, within } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import type { Rng } from '@nn/random'
import { concat, type DType, stack, type Tensor } from '@nn/tensor'
import { checkInput, wrongShape } from '../check/input.ts'
import { dtypeOf, flagOf, lengthOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { PresentIf } from '../module/present-if.ts'
import { Dropout } from '../shaping/dropout.ts'
import type { ModuleField } from '../tree/nodes.ts'
import { fits } from '../tree/shape.ts'
import { guard } from '../tree/tie.ts'
import { adopt } from '../tree/walk.ts'
import { type Cell, createCell, parametersOf } from './cell.ts'
import type { FusedKind } from './fused/fused-kind.ts'
import { mapStates, runCell } from './run-cell.ts'

/** The options of `Rnn`, `Gru` and `Lstm`. */
export interface RecurrentOptions<HasBias extends boolean = boolean> {
  /** Length of the input's last axis; left out, the first input decides. */
  readonly inUnits?: number | undefined
  /** Layers, each fed with the results of the one before. Default 1. */
  readonly layers?: number | undefined
  /**
   * Whether a second pass goes from the last step to the first; results lie one behind the other. Default
   * false.
   */
  readonly bidirectional?: boolean | undefined
  /**
   * Whether inputs and outputs are `[n, steps, …]` instead of `[steps, n, …]`. Default false, as in PyTorch.
   */
  readonly batchFirst?: boolean | undefined
  /** Rate of the dropout between layers. Default 0. */
  readonly dropout?: number | undefined
  /** The root stream of the dropout. */
  readonly rng?: Rng | undefined
  /** Whether there is a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Initializer of all weights. Default U[-1/√units, 1/√units). */
  readonly weightInit?: InitLike | undefined
  /** Initializer of all biases, of which each gate has two that add up. Default U[-1/√units, 1/√units). */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<RecurrentOptions> = {
  inUnits: true,
  layers: true,
  bidirectional: true,
  batchFirst: true,
  dropout: true,
  rng: true,
  useBias: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

/** The design of a kind of recurrent layer is. */
export interface RecurrentDesign {
  /** As errors name the layer that is constructed. */
  readonly name: string
  /** Names of the gates in their order. */
  readonly gates: readonly string[]
  /** Length of the hidden state, if it is not units. */
  readonly projection?: number | undefined
  /** The names of options beyond those of all recurrent layers. */
  readonly others?: Readonly<Record<string, true>>
}

/** The state of one layer in one direction: `hidden` `[n, outputs]`, and what else there is, as the `cell` `[n, units]` of LSTMs. */
export type RecurrentState<Others extends string = never> = Readonly<Record<'hidden' | Others, Tensor>>

/** What a run over all steps gives. */
export interface RecurrentRun<Others extends string = never> {
  /** The hidden states of the last layer at every step. */
  readonly output: Tensor
  /** The last states of every layer and direction, one behind the other. */
  readonly last: RecurrentState<Others>
}

/**
 * A layer that goes over steps: parameters, layers and directions, of which a subclass makes its `step`. Weights and biases start as
 * U[-1/√units, 1/√units).
 *
 * @throws TypeError or RangeError if an option is of the wrong kind or range.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { ones } from '@nn/init'
 * import { type Cell, Recurrent, type RecurrentState } from '@nn/layers'
 * import type { Tensor } from '@nn/tensor'
 * class Sum extends Recurrent<false> {
 *   constructor(units: number) {
 *     super({ name: 'Sum', gates: ['hidden'] }, units, { useBias: false, weightInit: ones() })
 *   }
 *   step(cell: Cell<false>, input: Tensor, { hidden }: RecurrentState) {
 *     return { hidden: hidden.add(input) }
 *   }
 *   forward(x: Tensor) {
 *     return this.run(x, {}, { hidden: this.units }).output
 *   }
 * }
 * const sum = new Sum(1)
 * sum.initialize()
 * sum.forward(cpu.tensor([[1], [2], [3]])).toNested() // => [[1], [3], [6]]
 * ```
 */
export abstract class Recurrent<
  HasBias extends boolean = true,
  Others extends string = never,
> extends Module {
  override readonly kind: LayerKind = 'recurrent'
  readonly units: number
  /** Length of the hidden state: units, or the projection's. */
  readonly outUnits: number
  readonly layers: number
  /** Whether there are two directions; dialects read it, too. */
  readonly bidirectional: boolean
  readonly batchFirst: boolean
  readonly useBias: HasBias
  readonly dtype: DType
  /**
   * The parameters by layer and, within it, direction; their paths are PyTorch's names, such as
   * `weightIhL0Reverse`.
   */
  readonly cells: readonly Cell<HasBias>[]
  /** The parameters by their paths. */
  declare weightIhL0: Parameter
  declare weightHhL0: Parameter
  declare biasIhL0: PresentIf<HasBias, Parameter>
  declare biasHhL0: PresentIf<HasBias, Parameter>;
  [parameter: `${keyof Cell}L${number}` | `${keyof Cell}L${number}Reverse`]: Parameter | undefined
  readonly dropout: Dropout | undefined

  constructor(design: RecurrentDesign, units: number, options: RecurrentOptions<HasBias> = {}) {
    super()
    const { name, gates, projection, others } = design
    checkOptions(name, options, { ...NAMES, ...others })
    const { layers = 1, bidirectional = false, batchFirst = false, dropout = 0, rng } = options
    this.units = integer(name, 'units', units, 1)
    this.outUnits = projection ?? units
    this.layers = integer(name, 'layers', layers, 1)
    this.bidirectional = flag(name, 'bidirectional', bidirectional)
    this.batchFirst = flag(name, 'batchFirst', batchFirst)
    this.useBias = flagOf(name, 'useBias', options.useBias, true)
    this.dtype = dtypeOf(name, options.dtype)
    this.dropout = within(name, 'dropout', dropout, 0, 1) > 0 ? new Dropout(dropout, { rng }) : undefined
    const first = lengthOf(name, 'inUnits', options.inUnits)
    const directions = bidirectional ? 2 : 1
    const { useBias, dtype } = this
    const { weightInit, biasInit } = options
    this.cells = Array.from({ length: layers * directions }, (_, i) => {
      const inputs = i < directions ? first : this.outUnits * directions
      return createCell({ units, inputs, gates, projection, useBias, dtype, weightInit, biasInit })
    })
    for (const [i, cell] of this.cells.entries()) {
      const holder = (layer: object): Record<string, unknown> => Reflect.get(layer, 'cells')[i]
      for (const [key] of parametersOf(cell))
        guard(this, key + suffixOf(this, i), { holder, key, isField: false })
    }
    adopt(this)
  }

  override fields(): [name: string, field: ModuleField][] {
    const parameters = this.cells.flatMap((cell, i) =>
      parametersOf(cell).map(([name, parameter]): [string, ModuleField] => [
        name + suffixOf(this, i),
        parameter,
      ]),
    )
    return this.dropout === undefined ? parameters : [...parameters, ['dropout', this.dropout]]
  }

  /** The next state of a cell from its input, which W_ih was applied to, and its state. */
  abstract step(cell: Cell<HasBias>, input: Tensor, state: RecurrentState<Others>): RecurrentState<Others>

  /** How all steps are made in one loop, if they are not made by `step`. @internal */
  fusedKind(): FusedKind | undefined {
    return undefined
  }

  /**
   * All layers over all steps.
   *
   * @param initial The tensors of the state at the start, `[layers · directions, n, length]`; zeros where they are left out.
   * @param lengths Their lengths.
   */
  run(
    x: Tensor,
    initial: Partial<Record<'hidden' | Others, Tensor | undefined>>,
    lengths: Readonly<Record<'hidden' | Others, number>>,
  ): RecurrentRun<Others> {
    checkSequence(this, x)
    const isSingle = x.ndim === 2
    const batched = isSingle ? x.unsqueeze(1) : this.batchFirst ? x.transpose(0, 1) : x
    const starts = mapStates(lengths, (length, name) =>
      startOf(this, x, { name, state: initial[name], n: batched.shape[1] ?? 1, length }),
    )
    prepare(this, x)
    const { output, states } = runLayers(this, batched, starts)
    const last = mapStates(lengths, (_, name) => {
      const stacked = stack(states.map((state) => state[name]))
      return isSingle ? stacked.squeeze(1) : stacked
    })
    if (isSingle) return { output: output.squeeze(1), last }
    return { output: this.batchFirst ? output.transpose(0, 1) : output, last }
  }
}

/** What follows the names of a cell's parameters: its layer and direction. */
function suffixOf({ bidirectional }: { readonly bidirectional: boolean }, i: number): string {
  const directions = bidirectional ? 2 : 1
  return `L${Math.floor(i / directions)}${i % directions === 1 ? 'Reverse' : ''}`
}

/** What a layer needs for its steps. */
type Stepping<HasBias extends boolean, Others extends string> = Pick<
  Recurrent<HasBias, Others>,
  'cells' | 'layers' | 'dropout' | 'step' | 'fusedKind'
>

/** All layers in all directions, and their last states. */
function runLayers<HasBias extends boolean, Others extends string>(
  layer: Stepping<HasBias, Others>,
  x: Tensor,
  starts: RecurrentState<Others>,
): { output: Tensor; states: RecurrentState<Others>[] } {
  const { cells, layers, dropout } = layer
  const directions = cells.length / layers
  const states: RecurrentState<Others>[] = []
  let y = x
  for (let first = 0; first < cells.length; first += directions) {
    const outputs = cells.slice(first, first + directions).map((cell, direction) => {
      const start = mapStates(starts, (start) => start.at(first + direction))
      const pass = runCell(layer, cell, { x: y, start, isReverse: direction === 1 })
      states.push(pass.state)
      return pass.output
    })
    const [forwards, backwards] = outputs
    y = forwards !== undefined && backwards === undefined ? forwards : concat(outputs, -1)
    if (dropout !== undefined && first + directions < cells.length) y = dropout.forward(y)
  }
  return { output: y, states }
}

/** Makes the values of all parameters, now that the length of the input is known. */
function prepare(layer: Recurrent<boolean, string>, x: Tensor): void {
  const inputs = x.shape.at(-1) ?? 0
  const shapes = layer.cells
    .flatMap(parametersOf)
    .map(([, parameter]) => [parameter, parameter.shape.map((length) => length ?? inputs)] as const)
  layer.materialize(x.backend, shapes)
}

function checkSequence(layer: Recurrent<boolean, string>, x: Tensor): void {
  const { dtype, batchFirst, cells } = layer
  checkInput(layer, x, dtype)
  const width = cells[0]?.weightIh.shape[1] ?? null
  const fits = (x.ndim === 2 || x.ndim === 3) && (width === null || x.shape.at(-1) === width)
  const steps = x.shape[x.ndim === 3 && batchFirst ? 1 : 0]
  if (fits && steps !== 0) return
  const lead = batchFirst ? 'n, steps' : 'steps, n'
  const cure = fits ? 'give it at least one step' : undefined
  throw wrongShape(layer, `an input [${lead}, ${width ?? 'inUnits'}] or one without n`, x, cure)
}

/** One tensor of the state at the start, as it was given. */
interface Start {
  readonly name: string
  readonly state: Tensor | undefined
  readonly n: number
  readonly length: number
}

/** A tensor of the state at the start, `[layers · directions, n, length]`, checked; zeros if there is none. */
function startOf(layer: Recurrent<boolean, string>, x: Tensor, { name, state, n, length }: Start): Tensor {
  const { cells, dtype } = layer
  if (state === undefined) return x.backend.zeros([cells.length, n, length], { dtype })
  checkInput(layer, state, dtype, `${name} state`)
  const isSingle = x.ndim === 2
  const expected = isSingle ? [cells.length, length] : [cells.length, n, length]
  if (fits(state.shape, expected)) return isSingle ? state.unsqueeze(1) : state
  throw wrongShape(layer, `a ${name} state ${showShape(expected)}`, state)
}
