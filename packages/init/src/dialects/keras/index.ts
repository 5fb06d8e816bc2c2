export type { Builder, BuildOptions } from '../build/build.ts'
export type { CommonName } from '../common.ts'
export type { InitName, InitOptions, OptionsArgument, Vocabulary } from '../vocabulary.ts'
export { type KerasDialect, type KerasDialectOptions, type KerasSeedOption, keras } from './keras.ts'
