export { type FlaxDialect, type FlaxDialectOptions, flax } from './flax.ts'
