export { type Progress, type SeedOptions, type SeedReport, seedCheckpoint } from './seed.ts'
export { type Difference, type VerifyOptions, type VerifyReport, verifyCheckpoint } from './verify.ts'
