import type { Axes, InitLike, ParameterUse } from '@nn/init'
import { xavierUniform } from '@nn/init/layer'
import type { DType } from '@nn/tensor'
import { Parameter } from '../module/parameter.ts'

/** What the projections of queries, keys and values share. */
interface Projection {
  readonly units: number
  readonly heads: number
  readonly dtype: DType
  readonly option: InitLike | undefined
  readonly use?: ParameterUse
}

/** The axes of a parameter whose rows are those of queries, keys and values, in this order, each of them head by head. */
export function packedAxes(heads: number): Axes {
  return { ...headAxes(heads), blocks: { axis: 0, names: ['query', 'key', 'value'] } }
}

/** Of queries, keys or values alone. */
function headAxes(heads: number): Axes {
  return { out: 0, heads: { axis: 0, count: heads } }
}

/** A weight of queries, keys or values, `[units, inUnits]`, or, packed, of all three, `[3·units, inUnits]`. */
export function projection(
  { units, heads, dtype, option, use }: Projection,
  inUnits: number,
  packed: boolean,
): Parameter {
  return new Parameter({
    shape: [packed ? 3 * units : units, inUnits],
    role: 'weight',
    use,
    axes: { ...(packed ? packedAxes(heads) : headAxes(heads)), in: 1 },
    dtype,
    // PyTorch's law counts the packed rows as outputs of one weight: 2/(4·units), half of 2/(2·units).
    init: xavierUniform(packed ? { gain: Math.SQRT1_2 } : {}),
    option,
  })
}
