import type { Backend } from '@nn/tensor'

/** One law that a backend keeps; `run` throws where it does not. */
export interface ConformanceCase {
  readonly name: string
  readonly run: (backend: Backend) => void
}
