import { expect, it } from 'vitest'
import { bytesOf } from '../src/plan/shard-size.ts'

it.each([
  ['1.005GB', 1_005_000_000],
  ['4.35TB', 4_350_000_000_000],
  ['0.29KB', 290],
  ['1.5KiB', 1536],
  ['2.3456KB', 2345],
  [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER - 1],
])('a shard of %s is %i bytes, whatever the product of doubles', (size, bytes) => {
  expect(bytesOf('plan', size)).toBe(bytes)
})
