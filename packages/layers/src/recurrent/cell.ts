import type { Axes, InitLike, ParameterUse } from '@nn/init'
import { uniform } from '@nn/init/layer'
import { type DType, linear, type Tensor } from '@nn/tensor'
import { Parameter } from '../module/parameter.ts'
import { type PresentIf, parameterIf } from '../module/present-if.ts'
import type { PartialShape } from '../tree/shape.ts'

/** The parameters of one layer in one direction; the gates lie one below the other. */
export interface Cell<HasBias extends boolean = true> {
  /** `[gates · units, inputs]` */
  readonly weightIh: Parameter
  /** `[gates · units, outputs]` */
  readonly weightHh: Parameter
  /** `[gates · units]`; undefined with `useBias: false`. */
  readonly biasIh: PresentIf<HasBias, Parameter>
  /** `[gates · units]`; undefined with `useBias: false`. */
  readonly biasHh: PresentIf<HasBias, Parameter>
  /** `[projection, units]`; undefined without a projection. */
  readonly weightHr: Parameter | undefined
}

/** What the parameters of a cell follow from. */
interface CellSpec<HasBias extends boolean> {
  readonly units: number
  readonly inputs: number | null
  readonly gates: readonly string[]
  readonly projection: number | undefined
  readonly useBias: HasBias
  readonly dtype: DType
  readonly weightInit: InitLike | undefined
  readonly biasInit: InitLike | undefined
}

export function createCell<HasBias extends boolean>(spec: CellSpec<HasBias>): Cell<HasBias> {
  const { units, inputs, gates, projection, useBias, dtype, weightInit, biasInit } = spec
  const bound = 1 / Math.sqrt(units)
  const init = uniform({ low: -bound, high: bound })
  const blocks = gates.length === 1 ? {} : { blocks: { axis: 0, names: gates } }
  const rows = gates.length * units
  const weight = (shape: PartialShape, axes: Axes, use?: ParameterUse): Parameter =>
    new Parameter({ shape, role: 'weight', use, axes, dtype, init, option: weightInit })
  const bias = (use: ParameterUse, of: Parameter): PresentIf<HasBias, Parameter> =>
    parameterIf(useBias, {
      shape: [rows],
      role: 'bias',
      use,
      axes: { out: 0, ...blocks },
      weight: of,
      dtype,
      init,
      option: biasInit,
    })
  const weightIh = weight([rows, inputs], { out: 0, in: 1, ...blocks }, 'input')
  const weightHh = weight([rows, projection ?? units], { out: 0, in: 1, ...blocks }, 'state')
  return {
    weightIh,
    weightHh,
    biasIh: bias('input', weightIh),
    biasHh: bias('state', weightHh),
    weightHr: projection === undefined ? undefined : weight([projection, units], { out: 0, in: 1 }),
  }
}

/** The parameters that a cell has, by name. */
export function parametersOf(cell: Cell<boolean>): [name: string, parameter: Parameter][] {
  return Object.entries(cell).filter((entry): entry is [string, Parameter] => entry[1] !== undefined)
}

/** `h·W_hhᵀ + b_hh`, what every step does with the hidden state. */
export function fromHidden({ weightHh, biasHh }: Cell<boolean>, hidden: Tensor): Tensor {
  return linear(hidden, weightHh.data, biasHh?.data)
}
