import { checkOptions, integer, type OptionNames, showShape } from '@nn/check'
import type { InitLike, LayerKind } from '@nn/init'
import { type DType, linear, type Tensor } from '@nn/tensor'
import { checkInput, wrongShape } from '../check/input.ts'
import { dtypeOf, flagOf, lengthOf } from '../check/options.ts'
import { Module } from '../module/module.ts'
import type { Parameter } from '../module/parameter.ts'
import type { PresentIf } from '../module/present-if.ts'
import { fits } from '../tree/shape.ts'
import { adopt } from '../tree/walk.ts'
import { type Cell, createCell } from './cell.ts'
import type { RecurrentState } from './recurrent.ts'

/** The options of `RnnCell`, `GruCell` and `LstmCell`. */
export interface RecurrentCellOptions<HasBias extends boolean = boolean> {
  /** Length of the input's last axis; left out, the first input decides. */
  readonly inUnits?: number | undefined
  /** Whether there is a bias. Default true. */
  readonly useBias?: HasBias | undefined
  /** Initializer of both weights. Default U[-1/√units, 1/√units). */
  readonly weightInit?: InitLike | undefined
  /** Initializer of both biases, which add up. Default U[-1/√units, 1/√units). */
  readonly biasInit?: InitLike | undefined
  /** Element type of parameters and inputs. Default `'float32'`. */
  readonly dtype?: DType | undefined
}

const NAMES: OptionNames<RecurrentCellOptions> = {
  inUnits: true,
  useBias: true,
  weightInit: true,
  biasInit: true,
  dtype: true,
}

/** The design of a kind of cell is. */
export interface RecurrentCellDesign {
  /** As errors name the layer that is constructed. */
  readonly name: string
  /** Names of the gates in their order. */
  readonly gates: readonly string[]
  /** The names of options beyond those of all cells. */
  readonly others?: Readonly<Record<string, true>>
}

/**
 * What `RnnCell`, `GruCell` and `LstmCell` share: parameters and one step, of which a subclass makes its `step`.
 *
 * @example
 * ```ts
 * import { LstmCell, RecurrentCell } from '@nn/layers'
 * new LstmCell(4) instanceof RecurrentCell // => true
 * ```
 */
export abstract class RecurrentCell<
  HasBias extends boolean = true,
  Others extends string = never,
> extends Module {
  override readonly kind: LayerKind = 'recurrent'
  readonly units: number
  /** Length of the hidden state: units. */
  readonly outUnits: number
  readonly useBias: HasBias
  readonly dtype: DType
  /** `[gates · units, inUnits]` */
  weightIh: Parameter
  /** `[gates · units, units]` */
  weightHh: Parameter
  /** `[gates · units]`; undefined with `useBias: false`. */
  biasIh: PresentIf<HasBias, Parameter>
  /** `[gates · units]`; undefined with `useBias: false`. */
  biasHh: PresentIf<HasBias, Parameter>

  constructor(
    { name, gates, others }: RecurrentCellDesign,
    units: number,
    options: RecurrentCellOptions<HasBias> = {},
  ) {
    super()
    checkOptions(name, options, { ...NAMES, ...others })
    this.units = integer(name, 'units', units, 1)
    this.outUnits = units
    this.useBias = flagOf(name, 'useBias', options.useBias, true)
    this.dtype = dtypeOf(name, options.dtype)
    const inputs = lengthOf(name, 'inUnits', options.inUnits)
    const { useBias, dtype } = this
    const { weightInit, biasInit } = options
    const cell = createCell({
      units,
      inputs,
      gates,
      projection: undefined,
      useBias,
      dtype,
      weightInit,
      biasInit,
    })
    this.weightIh = cell.weightIh
    this.weightHh = cell.weightHh
    this.biasIh = cell.biasIh
    this.biasHh = cell.biasHh
    adopt(this)
  }

  /** The parameters as those of a layer of one cell: `grow` reads it. */
  get cells(): readonly [Cell<HasBias>] {
    const { weightIh, weightHh, biasIh, biasHh } = this
    return [{ weightIh, weightHh, biasIh, biasHh, weightHr: undefined }]
  }

  /** The next state from an input, which W_ih was applied to, and the state. */
  abstract step(cell: Cell<HasBias>, input: Tensor, state: RecurrentState<Others>): RecurrentState<Others>

  /** One step from an input `[n, inUnits]`, or without n, and the tensors of the state of these names; zeros where they are left out. */
  run(
    x: Tensor,
    state: Partial<Record<'hidden' | Others, Tensor | undefined>>,
    names: readonly ('hidden' | Others)[],
  ): RecurrentState<Others> {
    checkWidth(this, x)
    const isSingle = x.ndim === 1
    const batch = isSingle ? x.unsqueeze(0) : x
    const starts = names.map((name) => [name, startOf(this, x, name, state[name])] as const)
    const { weightIh, weightHh, biasIh, biasHh } = this
    const rows = weightHh.shape[0] ?? 0
    this.materialize(x.backend, [
      [weightIh, [rows, batch.shape[1] ?? 0]],
      [weightHh, [rows, this.units]],
      [biasIh, [rows]],
      [biasHh, [rows]],
    ])
    const shift: Parameter | undefined = biasIh
    const input = linear(batch, weightIh.data, shift?.data)
    const [cell] = this.cells
    const next = this.step(cell, input, Object.fromEntries(starts) as RecurrentState<Others>)
    if (!isSingle) return next
    const squeezed = names.map((name) => [name, next[name].squeeze(0)])
    return Object.fromEntries(squeezed) as RecurrentState<Others>
  }
}

function checkWidth(layer: RecurrentCell<boolean, string>, x: Tensor): void {
  checkInput(layer, x, layer.dtype)
  const width = layer.weightIh.shape[1] ?? null
  if ((x.ndim === 1 || x.ndim === 2) && (width === null || x.shape.at(-1) === width)) return
  throw wrongShape(layer, `an input [n, ${width ?? 'inUnits'}] or one without n`, x)
}

/** A tensor of the state at the start, `[n, units]`, checked; zeros if there is none. */
function startOf(
  layer: RecurrentCell<boolean, string>,
  x: Tensor,
  name: string,
  state: Tensor | undefined,
): Tensor {
  const { units, dtype } = layer
  const expected = [...x.shape.slice(0, -1), units]
  if (state === undefined) return x.backend.zeros([x.ndim === 1 ? 1 : (x.shape[0] ?? 0), units], { dtype })
  checkInput(layer, state, dtype, `${name} state`)
  if (!fits(state.shape, expected)) throw wrongShape(layer, `a ${name} state ${showShape(expected)}`, state)
  return x.ndim === 1 ? state.unsqueeze(0) : state
}
