export {
  type TensorflowDialect,
  type TensorflowDialectOptions,
  type TensorflowSeedOption,
  tensorflow,
} from './tensorflow.ts'
