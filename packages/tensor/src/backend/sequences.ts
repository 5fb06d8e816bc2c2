import { finite, integer, wrongValue } from '@nn/check'
import { allocate, checkDType, type DType, type TensorData } from '../dtype/dtype.ts'
import { checkValue } from '../dtype/storable.ts'

/** `start + i·step` before `stop`. */
export function arange(start: number, stop: number, step: number, dtype: DType): TensorData {
  for (const [name, value] of Object.entries({ start, stop, step })) finite('arange', name, value)
  if (step === 0) throw wrongValue('arange', 'a step other than 0', step)
  const count = Math.max(0, Math.ceil((stop - start) / step))
  return sequence('arange', count, dtype, (i) => start + i * step)
}

/** `count` numbers evenly spaced from `start`; the last is `stop` itself if it is included. */
export function linspace(
  start: number,
  stop: number,
  count: number,
  endpoint: boolean,
  dtype: DType,
): TensorData {
  finite('linspace', 'start', start)
  finite('linspace', 'stop', stop)
  integer('linspace', 'count', count, 0)
  const steps = endpoint ? count - 1 : count
  return sequence('linspace', count, dtype, (i) =>
    endpoint && i > 0 && i === steps ? stop : start + ((stop - start) * i) / Math.max(steps, 1),
  )
}

/** `count` numbers that `dtype` can hold, each written once. */
function sequence(where: string, count: number, dtype: DType, at: (i: number) => number): TensorData {
  checkDType(where, dtype)
  const data = allocate(dtype, count)
  for (let i = 0; i < count; i++) {
    const value = at(i)
    checkValue(where, value, dtype)
    data[i] = value
  }
  return data
}
