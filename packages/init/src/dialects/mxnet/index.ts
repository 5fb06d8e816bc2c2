export type { Builder, BuildOptions } from '../build/build.ts'
export type { InitName, InitOptions, OptionsArgument, Vocabulary } from '../vocabulary.ts'
export { type MxnetDialect, type MxnetDialectOptions, type MxnetInitName, mxnet } from './mxnet.ts'
