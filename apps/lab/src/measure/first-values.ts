import type { Parameter } from '@nn/layers'
import { numpyText } from '../code/printing/numpy.ts'
import { torchText } from '../code/printing/torch.ts'
import type { DialectName } from '../state/state.ts'

const COUNT = 8

/**
 * The first row of a parameter, at most eight values of it, as the framework prints it: PyTorch's and MXNet's rows belong to one output, as ours;
 * those of kernels in Keras and Flax to one input.
 */
export function firstValues(parameter: Parameter, dialect: DialectName): string {
  const { data, axes } = parameter
  const isTransposed =
    (dialect === 'keras' || dialect === 'flax') && axes?.lookup !== true && axes?.in !== undefined
  const numbers = data.toArray()
  const [rows = 1] = data.shape
  const length = data.size / rows
  const stride = isTransposed ? length : 1
  const row = isTransposed ? rows : data.ndim === 1 ? rows : (data.shape.at(-1) ?? 1)
  const values = Array.from({ length: Math.min(COUNT, row) }, (_, i) => numbers[i * stride] ?? 0).map(Number)
  return dialect === 'none' || dialect === 'torch' ? torchText(values) : numpyText(values)
}
