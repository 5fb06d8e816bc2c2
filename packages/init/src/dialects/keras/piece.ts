import type { DialectParameter } from '../dialect.ts'

/** A parameter as Keras has it: one of ours, a block of it, or it and another one in one. */
export interface KerasParameter<P extends DialectParameter = DialectParameter> extends DialectParameter {
  readonly ours: P
  /** The name of the block; undefined for the whole. */
  readonly block?: string
  /** Of the bias of a recurrent layer: our other one, which Keras has not, or has in it. */
  readonly state?: P
}

/** A parameter that Keras has as we do. */
export function pieceOf<P extends DialectParameter>(ours: P): KerasParameter<P> {
  return { ...ours, ours }
}
