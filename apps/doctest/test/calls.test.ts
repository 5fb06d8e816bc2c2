import { expect, it } from 'vitest'
import { randomCalls } from '../src/calls/random-calls.ts'

/** How many calls, and the first of their numbers: `CALLS=1000000 SEED=7 npx vitest run test/calls.test.ts` makes others. */
const { CALLS = '100000', SEED = '1' } = process.env

it('random calls of everything that is exported end in values or in errors of the house', async ({
  signal,
}) => {
  const { faults, callables, passed, refused } = await randomCalls({
    seed: Number(SEED),
    count: Number(CALLS),
    signal,
  })
  expect(faults).toEqual([])
  expect(callables).toBeGreaterThan(500)
  // Arguments are drawn such that many calls get past their checks, and many do not.
  expect(passed + refused).toBe(Number(CALLS))
  expect(Math.min(passed, refused) / Number(CALLS)).toBeGreaterThan(0.25)
})
