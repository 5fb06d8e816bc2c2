// Known answers are of the engines, functions and tables inside @nn/random, which no subpath exports: this is the one file that
// knows where they are.
export { Mt19937 } from '../../../../packages/random/src/engines/mt19937.ts'
export { Pcg64, pcgSeeded } from '../../../../packages/random/src/engines/pcg64.ts'
export { Pcg64Dxsm } from '../../../../packages/random/src/engines/pcg64-dxsm.ts'
export { philox4x64, philoxRoundKeys64 } from '../../../../packages/random/src/engines/philox4x64.ts'
export { threefry2x32 } from '../../../../packages/random/src/engines/threefry2x32.ts'
export { erf32, erfInv32, log1p32 } from '../../../../packages/random/src/frameworks/jax/kernels/erf.ts'
export {
  zigguratTables32,
  zigguratTables64,
} from '../../../../packages/random/src/frameworks/numpy/kernels/ziggurat-tables.ts'
export { SeedSequence } from '../../../../packages/random/src/frameworks/numpy/seed-sequence.ts'
export { statelessSource } from '../../../../packages/random/src/frameworks/tensorflow/seed.ts'
export { sha1 } from '../../../../packages/random/src/hash/sha1.ts'
export { cosf, logf, sinf } from '../../../../packages/random/src/numerics/glibc-float.ts'
export { type HalfType, roundHalf } from '../../../../packages/random/src/numerics/half.ts'
