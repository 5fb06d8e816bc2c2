import { type InitLike, xavierUniform, zeros } from '@nn/init'
import type { DType } from '@nn/tensor'
import { Parameter } from '../module/parameter.ts'
import type { ParameterSpec } from '../module/parameter-spec.ts'

/** What the projections of queries, keys and values share. */
interface Projection {
  readonly units: number
  readonly dtype: DType
  readonly option: InitLike | undefined
}

/** The rows of packed parameters, in their order. */
const BLOCKS = { axis: 0, names: ['query', 'key', 'value'] } as const

/** One weight for queries, keys and values, `[3·units, units]`. */
export function packedWeight({ units, dtype, option }: Projection): Parameter {
  return new Parameter({
    shape: [3 * units, units],
    role: 'weight',
    axes: { out: 0, in: 1, blocks: BLOCKS },
    dtype,
    // PyTorch's law counts the packed rows as outputs of one weight: 2/(4·units), half of 2/(2·units).
    init: xavierUniform({ gain: Math.SQRT1_2 }),
    option,
  })
}

/** A weight for queries, keys or values alone, `[units, inUnits]`. */
export function separateWeight({ units, dtype, option }: Projection, inUnits: number): Parameter {
  const axes = { out: 0, in: 1 }
  return new Parameter({
    shape: [units, inUnits],
    role: 'weight',
    axes,
    dtype,
    init: xavierUniform(),
    option,
  })
}

/** The bias of queries, keys and values, `[3·units]`. */
export function packedBias({ units, dtype, option }: Projection): ParameterSpec {
  const axes = { out: 0, blocks: BLOCKS }
  return { shape: [3 * units], role: 'bias', axes, dtype, init: zeros(), option }
}
