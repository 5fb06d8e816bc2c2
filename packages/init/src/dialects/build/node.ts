import type { Backend, DType } from '@nn/tensor'
import type { Initializer } from '../../initializer/initializer.ts'
import type { DialectModule, DialectParameter, DialectStep } from '../dialect.ts'

/** Values that are computed, or a draw to remember, not stored yet. */
interface Pending {
  commit(): void
}

/** A parameter that is constructed in a build. */
export interface BuiltParameter extends Omit<DialectParameter, 'wanted' | 'source'> {
  readonly option: Initializer | undefined
  readonly isReady: boolean
  /** How its values are made, or will be; undefined if nothing was said yet. */
  readonly choice: object | undefined
  prepare(choice: DialectStep['choice'], rng: undefined, backend: Backend | undefined): Pending
}

/** A buffer that is constructed in a build. */
export interface BuiltBuffer {
  readonly dtype: DType
  restart(backend: Backend): Pending | undefined
}

/** A module that is constructed in a build. */
export interface BuiltModule extends DialectModule {
  modules(): ReadonlyMap<string, BuiltModule>
  parameters(): ReadonlyMap<string, BuiltParameter>
}

/** Whether what a build returned is a module, of whichever copy of the packages. */
export function isBuiltModule(value: unknown): value is BuiltModule {
  return typeof value === 'object' && value !== null && Symbol.for('@nn/layers/module') in value
}
