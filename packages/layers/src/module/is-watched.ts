import { type Backend, kernelsOf } from '@nn/tensor'

/** Whether others compute in the place of the backend's own kernels, as they do where gradients are recorded. */
export function isWatched(backend: Backend): boolean {
  return Object.entries(kernelsOf(backend)).some(([name, kernel]) => Reflect.get(backend, name) !== kernel)
}
