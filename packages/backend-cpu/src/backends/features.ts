import type { Backend } from '@nn/tensor'

/** What a CPU backend uses of the engine it runs on. */
export type CpuFeature = 'simd' | 'relaxed-simd' | 'threads'

/** A backend that says what it runs on. */
export interface CpuBackend extends Backend {
  /** What large operations use; empty where there are only the plain kernels. */
  readonly features: readonly CpuFeature[]
}

/** The backend with its features, or with what looks them up when they are asked for. */
export function featuresOf(
  backend: Backend,
  features: readonly CpuFeature[] | (() => readonly CpuFeature[]),
): CpuBackend {
  const get = typeof features === 'function' ? features : () => features
  return Object.defineProperty(backend, 'features', { get }) as CpuBackend
}
