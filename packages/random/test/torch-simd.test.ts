import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type * as SimdModule from '../src/engines/simd-module.ts'
import { createTorchRng, type TorchRng } from '../src/frameworks/torch/index.ts'
import { plain } from './plain.ts'

vi.mock('../src/engines/simd-module.ts', async (importOriginal: () => Promise<typeof SimdModule>) =>
  (await import('./plain.ts')).switched(await importOriginal()),
)

/** Draws by the SIMD kernels and by their plain twins: the numbers are the same, and so is what follows. */
function compare(
  draw: (rng: TorchRng, out: Float32Array) => void,
  unit: number,
  offset: number,
  n: number,
): void {
  const [fast, slow] = [createTorchRng(n), createTorchRng(n)]
  for (const rng of [fast, slow]) rng.uniform(new Float32Array(offset))
  const actual = new Float32Array(n * unit)
  const expected = new Float32Array(n * unit)
  draw(fast, actual)
  plain(() => draw(slow, expected))
  expect(new Uint32Array(actual.buffer)).toEqual(new Uint32Array(expected.buffer))
  expect(fast.toJSON()).toEqual(slow.toJSON())
}

describe('torch’s kernels and their plain twins', () => {
  const options = fc.record({
    low: fc.float({ min: -3, max: 2, noNaN: true }),
    range: fc.float({ min: Math.fround(1e-6), max: 4, noNaN: true }),
  })

  it.each([
    { low: 0, high: 1 },
    { low: 0, high: 0.3 },
    { low: 1, high: 1.0000002384185791 },
    { low: -1e-40, high: 1e-40 },
  ])('uniform of $low to $high', ({ low, high }) => {
    compare((rng, out) => rng.uniform(out, { low, high }), 1, 5, 30011)
  })

  it('uniform of any range, from any position', () => {
    fc.assert(
      fc.property(options, fc.nat(1300), fc.integer({ min: 1, max: 9000 }), ({ low, range }, offset, n) => {
        compare((rng, out) => rng.uniform(out, { low, high: Math.fround(low) + range + 1e-3 }), 1, offset, n)
      }),
      { numRuns: 20 },
    )
  })

  it.each([
    { mean: 0, std: 1 },
    { mean: 0.3, std: 0.02 },
    { mean: -2, std: 1e-6 },
    { mean: 1e-38, std: 1e-38 },
  ])('normal with mean $mean and std $std', ({ mean, std }) => {
    compare((rng, out) => rng.normal(out, { mean, std }), 16, 3, 4000)
  })
})
