export { type JaxDialect, type JaxDialectOptions, type JaxKeyOption, jax } from './jax.ts'
