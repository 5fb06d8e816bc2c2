export type { Builder, BuildOptions } from '../build/build.ts'
export type { CommonName } from '../common.ts'
export type { InitName, InitOptions, OptionsArgument, Vocabulary } from '../vocabulary.ts'
export {
  type TensorflowDialect,
  type TensorflowDialectOptions,
  type TensorflowSeedOption,
  tensorflow,
} from './tensorflow.ts'
