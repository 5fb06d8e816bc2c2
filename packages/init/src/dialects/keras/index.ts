export { type KerasDialect, type KerasDialectOptions, type KerasSeedOption, keras } from './keras.ts'
