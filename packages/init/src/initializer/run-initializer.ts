import { atOnce, show, showShape } from '@nn/check'
import { isTensor, ShapeError, type Tensor } from '@nn/tensor'
import type { Initializer } from './initializer.ts'
import type { InitRequest } from './request.ts'

/**
 * The values of a request, checked: a tensor of exactly the request's shape and dtype.
 *
 * @throws TypeError if the initializer returns no tensor or another dtype, ShapeError if another shape.
 * @example
 * ```ts
 * import { cpu } from '@nn/backend-cpu'
 * import { createRequest, ones } from '@nn/init'
 * import { runInitializer, toInitializer } from '@nn/init/layer'
 * const request = createRequest({ path: '0.weight', shape: [2], backend: cpu })
 * runInitializer(ones(), request).toNested() // => [1, 1]
 * const wrong = toInitializer(function ramp({ backend }) { return backend.arange(3) })
 * runInitializer(wrong, request) // throws /0\.weight: expected ramp to return shape \[2\], got \[3\]/
 * ```
 */
export function runInitializer(initializer: Initializer, request: InitRequest): Tensor {
  const value: unknown = atOnce(
    request.path,
    `${initializer.config.name} to return a tensor`,
    initializer(request),
  )
  const where = `${request.path}: expected ${initializer.config.name} to return`
  if (!isTensor(value)) {
    const cure = typeof value === 'function' ? `; call the factory, as in ${initializer.config.name}()` : ''
    throw new TypeError(`${where} a tensor, got ${show(value)}${cure}`)
  }
  const { shape, dtype } = request
  if (value.ndim !== shape.length || value.shape.some((length, axis) => length !== shape[axis])) {
    throw new ShapeError(`${where} shape ${showShape(shape)}, got ${showShape(value.shape)}`)
  }
  if (value.dtype !== dtype) {
    throw new TypeError(`${where} ${dtype}, got ${value.dtype}; add .cast('${dtype}')`)
  }
  return value
}
