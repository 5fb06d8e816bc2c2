import type { Tensor } from '@nn/tensor'
import type { Initializer } from './initializer.ts'
import type { InitRequest } from './request.ts'

/**
 * The values of a request: a tensor of exactly its shape and dtype, which every initializer sees to.
 *
 * @throws TypeError if a function of one's own returns no tensor or another dtype, ShapeError if another shape.
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
  return initializer(request)
}
