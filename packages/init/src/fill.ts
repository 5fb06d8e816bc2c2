import type { FloatArray } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import type { InitRequest } from './request.ts'

/** Throws unless the request is for floats. */
export function checkFill(name: string, { path, dtype }: InitRequest): void {
  if (dtype === 'float32' || dtype === 'float64') return
  const cure = 'use zeros, ones or constant with whole numbers'
  throw new TypeError(`${path}: expected float32 or float64 for ${name}, got ${dtype}; ${cure}`)
}

/** The tensor of a request whose row-major elements `write` fills, of the dtype's own typed array. */
export function fill(name: string, request: InitRequest, write: (out: FloatArray) => unknown): Tensor {
  checkFill(name, request)
  const { dtype, shape, backend } = request
  const size = shape.reduce((product, length) => product * length, 1)
  const data = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size)
  write(data)
  return backend.tensor(data, { shape, copy: false })
}
