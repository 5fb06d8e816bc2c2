export type { Builder, BuildOptions } from '../build/build.ts'
export type { InitName, InitOptions, OptionsArgument, Vocabulary } from '../vocabulary.ts'
export type { TorchDialectOptions } from './options.ts'
export { type TorchDialect, torch } from './torch.ts'
export type {
  TorchInitName,
  TorchInitOptions,
  TorchKaimingOptions,
  TorchTruncatedNormalOptions,
} from './words.ts'
