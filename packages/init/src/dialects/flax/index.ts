export type { CommonName } from '../common.ts'
export type { JaxKeyOption, JaxKeyOptions } from '../jax/jax.ts'
export type { InitName, InitOptions, OptionsArgument, Vocabulary } from '../vocabulary.ts'
export { type FlaxDialect, type FlaxDialectOptions, flax } from './flax.ts'
