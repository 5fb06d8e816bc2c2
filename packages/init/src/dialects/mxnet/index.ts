export { type MxnetDialect, type MxnetDialectOptions, mxnet } from './mxnet.ts'
