import type { Backend } from '@nn/tensor'

/** A feature of the JavaScript engine that a CPU backend uses. */
export type CpuFeature = 'simd' | 'relaxed-simd' | 'threads'

/** A backend that says what it runs on. */
export interface CpuBackend extends Backend {
  /** The features that large operations use; empty where there are only the plain kernels. */
  readonly features: readonly CpuFeature[]
}

/** Adds its features to a backend, or a function that looks them up when they are asked for. */
export function featuresOf(
  backend: Backend,
  features: readonly CpuFeature[] | (() => readonly CpuFeature[]),
): CpuBackend {
  const get = typeof features === 'function' ? features : () => features
  return Object.defineProperty(backend, 'features', { get }) as CpuBackend
}
