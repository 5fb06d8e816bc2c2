import { checkOptions, message, type OptionNames } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { concatenate, type Encoding } from '../bytes/chunks.ts'
import { type DTypeOption, encodeTensor, fileDType } from '../elements/encode.ts'
import type { RawTensor } from '../elements/raw-tensor.ts'
import { MAX_AXES, product } from '../elements/shape.ts'
import { checkTensor } from '../elements/tensors.ts'
import { descrOf, encodeNpyHeader } from './header.ts'

/** The options of writing arrays of NumPy. */
export interface NpyOptions {
  /** The dtype in the file; see `DTypeOption`. Left out: the tensor's own. NumPy has no BF16 and no 8-bit floats. */
  readonly dtype?: DTypeOption
}

const NPY_OPTIONS: OptionNames<NpyOptions> = { dtype: true }

/**
 * The bytes of an .npy file, version 1.0, as `numpy.save` writes them.
 *
 * @throws TypeError if it is no tensor or NumPy has no such dtype, RangeError if an integer does not fit, a float would become
 * infinite, or there are more than 64 axes.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { encodeNpy } from '@nn/io'
 * encodeNpy(cpu.ones([2, 3])).length // => 152
 * ```
 */
export function encodeNpy(tensor: Tensor | RawTensor, options: NpyOptions = {}): Uint8Array<ArrayBuffer> {
  const { size, chunks } = planNpy('encodeNpy', 'tensor', tensor, options)
  return concatenate(chunks(), size)
}

/** Checks everything and lays the file out. */
export function planNpy(
  where: string,
  name: string,
  value: Tensor | RawTensor,
  options: NpyOptions,
): Encoding {
  checkOptions(where, options, NPY_OPTIONS)
  checkTensor(where, value)
  const dtype = isTensor(value) ? fileDType(where, name, value, options.dtype) : value.dtype
  const descr = descrOf(dtype)
  if (descr === undefined) {
    const cure = "pass { dtype: 'F32' }, or use safetensors"
    throw new TypeError(message(where, 'a dtype that NumPy has', dtype, cure))
  }
  if (value.shape.length > MAX_AXES) {
    throw new RangeError(message(where, `at most ${MAX_AXES} axes, as NumPy has`, String(value.shape.length)))
  }
  const header = encodeNpyHeader(descr, value.shape)
  const raw = isTensor(value) ? undefined : value.bytes
  return {
    size: header.length + product([Number(descr.slice(2)), ...value.shape]),
    *chunks() {
      yield header
      if (isTensor(value)) yield* encodeTensor(where, value, dtype)
      else if (raw !== undefined) yield raw
    },
  }
}
