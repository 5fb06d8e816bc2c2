import { message } from '@nn/check'
import type { FloatArray } from '@nn/random'
import type { TensorData } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { createInitializer, type Description, type Initializer, type Write } from './initializer.ts'
import type { InitRequest } from './request.ts'
import { allocate } from './typed-arrays.ts'

/** The dtype of a request, which has to be one of floats. @throws TypeError if it is another. */
export function checkFill(name: string, { path, dtype }: InitRequest): 'float32' | 'float64' {
  if (dtype === 'float32' || dtype === 'float64') return dtype
  const cure = 'use zeros, ones or constant with whole numbers'
  throw new TypeError(message(path, `float32 or float64 for ${name}`, dtype, cure))
}

/** The floats of a request, by default all of its elements, as `write` leaves them. @throws TypeError if it is of another dtype. */
export function fill(
  name: string,
  request: InitRequest,
  write: (out: FloatArray) => unknown,
  length: number = sizeOf(request.shape),
): FloatArray {
  const out = allocate(request.path, checkFill(name, request), length)
  write(out)
  return out
}

function isFloat(out: TensorData): out is FloatArray {
  return out instanceof Float32Array || out instanceof Float64Array
}

/** An elementwise law: `write` fills the elements from `start` on, with one fill of the stream. */
export function elementwise(
  parts: Description & {
    readonly write: (request: InitRequest, out: FloatArray, start: number) => unknown
  },
): Initializer {
  const { write, check, ...rest } = parts
  const writer = (request: InitRequest): Write => {
    checkFill(parts.config.name, request)
    check?.(request)
    return (out, start) => isFloat(out) && write(request, out, start)
  }
  return createInitializer({ ...rest, writer, check: (request) => void writer(request) })
}
