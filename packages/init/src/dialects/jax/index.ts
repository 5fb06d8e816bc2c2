export type { CommonName } from '../common.ts'
export type { InitName, InitOptions, OptionsArgument, Vocabulary } from '../vocabulary.ts'
export { type JaxDialect, type JaxDialectOptions, type JaxKeyOption, type JaxKeyOptions, jax } from './jax.ts'
