export type { Builder, BuildOptions } from '../build/build.ts'
export type { InitName, InitOptions, OptionsArgument, Vocabulary } from '../vocabulary.ts'
export { type TorchDialect, type TorchDialectOptions, type TorchInitName, torch } from './torch.ts'
