import { message } from '@nn/check'
import type { FloatArray } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { sizeOf } from '../math/size-of.ts'
import { createInitializer, type Definition, type Initializer } from './initializer.ts'
import type { InitRequest } from './request.ts'

/** Throws unless the request is for floats. */
export function checkFill(name: string, { path, dtype }: InitRequest): void {
  if (dtype === 'float32' || dtype === 'float64') return
  const cure = 'use zeros, ones or constant with whole numbers'
  throw new TypeError(message(path, `float32 or float64 for ${name}`, dtype, cure))
}

/** The tensor of a request whose row-major elements `write` fills, of the dtype's own typed array. */
export function fill(
  name: string,
  request: InitRequest,
  write: (out: FloatArray) => unknown,
  shape: readonly number[] = request.shape,
): Tensor {
  checkFill(name, request)
  const data = new (arrayOf(request))(sizeOf(shape))
  write(data)
  return request.backend.tensor(data, { shape, copy: false })
}

function arrayOf({ dtype }: InitRequest): typeof Float32Array | typeof Float64Array {
  return dtype === 'float32' ? Float32Array : Float64Array
}

/** An elementwise law: `write` fills the elements from `start` on, with one fill of the stream. */
export function elementwise(
  parts: Omit<Definition, 'draw' | 'slice'> & {
    readonly write: (request: InitRequest, out: FloatArray, start: number) => unknown
  },
): Initializer {
  const { write, check, ...rest } = parts
  const { name } = parts.config
  return createInitializer({
    ...rest,
    check: (request) => {
      checkFill(name, request)
      check?.(request)
    },
    draw: (request) => fill(name, request, (out) => write(request, out, 0)),
    slice: (request, start, end) => fill(name, request, (out) => write(request, out, start), [end - start]),
  })
}
