import { checkOptions, integer, message, type OptionNames, show } from '@nn/check'
import type { Axes, InitLike, ParameterRole, ParameterUse } from '@nn/init'
import { checkAxes, checkRole, checkUse } from '@nn/init/layer'
import type { DType } from '@nn/tensor'
import { dtypeOf } from '../check/options.ts'
import { isParameter } from '../tree/nodes.ts'
import { checkLengths, type PartialShape } from '../tree/shape.ts'
import type { Parameter } from './parameter.ts'

/** What a layer declares about a parameter. */
export interface ParameterSpec {
  /** Lengths of the axes; null for one that the first input decides. */
  readonly shape: PartialShape
  /** `'weight'` takes the `init` of `initialize`; `'bias'` and any other keep the layer's default, `'other'` for what has no name here. */
  readonly role: ParameterRole
  /** What it is for beyond its role: what it is applied to, or what it is to the network; dialects and recipes read it. */
  readonly use?: ParameterUse | undefined
  /** Which axes connect units; without them, fan initializers are refused. */
  readonly axes?: Axes | undefined
  /** Of a bias: the weight whose outputs it is added to, and whose fan-in its laws may read. */
  readonly weight?: Parameter | undefined
  /** Element type of the values. Default `'float32'`. */
  readonly dtype?: DType | undefined
  /** Index along the first axis of what stays 0 whatever initializer fills the others, as a table's row of no token. */
  readonly paddingIndex?: number | undefined
  /** The layer's default. */
  readonly init: InitLike
  /** What the layer's constructor was given. */
  readonly option?: InitLike | undefined
}

const NAMES: OptionNames<ParameterSpec> = {
  shape: true,
  role: true,
  use: true,
  axes: true,
  weight: true,
  dtype: true,
  paddingIndex: true,
  init: true,
  option: true,
}

/** Throws where the layer is written if the axes do not fit; the fans themselves come with the shape. */
export function checkParameterSpec(spec: ParameterSpec): ParameterSpec & { readonly dtype: DType } {
  checkSpec('Parameter', spec, NAMES)
  const { shape, role, use, axes, weight, paddingIndex } = spec
  checkLengths('Parameter', shape)
  checkRole('Parameter', role)
  checkUse('Parameter', use)
  if (weight !== undefined && !isParameter(weight)) {
    throw new TypeError(message('Parameter', 'weight to be a parameter', show(weight)))
  }
  if (paddingIndex !== undefined)
    integer('Parameter', 'paddingIndex', paddingIndex, 0, (shape[0] ?? 2 ** 53) - 1)
  if (axes !== undefined) checkAxes('Parameter', shape, axes)
  return { ...spec, dtype: dtypeOf('Parameter', spec.dtype) }
}

/** Throws unless a spec is a plain object of these members. @internal */
export function checkSpec<T extends object>(where: string, spec: T, names: OptionNames<T>): void {
  if (spec === undefined) throw new TypeError(message(where, 'a spec such as { shape, init }', 'none'))
  checkOptions(where, spec, names)
}
