import { type Brand, hasBrand } from '@nn/check'
import type { BitGenerator } from './bit-generator.ts'
import type { SeedSequence } from './seed-sequence.ts'

/** What seed sequences are marked by. @internal */
export const SEED_SEQUENCE: Brand = {
  key: /* @__PURE__ */ Symbol.for('@nn/random/numpy/seed-sequence'),
  from: '@nn/random/numpy',
  noun: 'a SeedSequence',
  protocol: 1,
}

/** What bit generators are marked by. @internal */
export const BIT_GENERATOR: Brand = {
  key: /* @__PURE__ */ Symbol.for('@nn/random/numpy/bit-generator'),
  from: '@nn/random/numpy',
  noun: 'a BitGenerator',
  protocol: 1,
}

/** Whether a value is a seed sequence, of this copy of the package or another one. */
export function isSeedSequence(value: unknown): value is SeedSequence {
  return hasBrand(value, SEED_SEQUENCE)
}

/** Whether a value is a bit generator, of this copy of the package or another one. */
export function isBitGenerator(value: unknown): value is BitGenerator {
  return hasBrand(value, BIT_GENERATOR)
}
