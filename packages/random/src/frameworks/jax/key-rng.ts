import type { FloatArray, Rng, RngState } from '../../stream/rng.ts'
import type { JaxKey } from './key.ts'
import type { JaxNormalOptions } from './normal.ts'
import type { JaxTruncatedNormalOptions } from './truncated-normal.ts'
import type { JaxUniformOptions } from './uniform.ts'

/** The state of a stream over JAX keys. */
export interface KeyRngState extends RngState {
  readonly version: 1
  /** The root key's words. */
  readonly key: readonly [number, number]
  readonly partitionable: boolean
  /** Segments joined by dots; empty for the root. */
  readonly path: string
  /** How many fills the stream has made. */
  readonly call: number
}

/** A stream whose every fill draws with a JAX key of its own. */
export interface KeyRng extends Rng {
  /** The key of the next fill; it counts as that fill. */
  nextKey(): JaxKey
  at(path: string | number): KeyRng
  split(count: number): KeyRng[]
  clone(): KeyRng
  uniform<T extends FloatArray>(out: T, options?: JaxUniformOptions): T
  normal<T extends FloatArray>(out: T, options?: JaxNormalOptions): T
  truncatedNormal<T extends FloatArray>(out: T, options?: JaxTruncatedNormalOptions): T
  toJSON(): KeyRngState
}
