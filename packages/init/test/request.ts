import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { createRequest, type InitRequest, type RequestSpec } from '../src/index.ts'

/** A request of a weight `[out, in, …]` for tests, seeded. */
export function request(shape: readonly number[], spec: Partial<RequestSpec> = {}): InitRequest {
  const rng = createRng(42).at('0.weight')
  return createRequest({ path: '0.weight', shape, backend: cpu, rng, axes: { out: 0, in: 1 }, ...spec })
}

/** What `toThrow` takes to check the class of an error. */
export type ErrorClass = new (message: string) => Error
