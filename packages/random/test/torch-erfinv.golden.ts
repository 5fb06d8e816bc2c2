import { expect, it } from 'vitest'
import { createTorchRng } from '../src/frameworks/torch/index.ts'
import { sha256 } from './bits.ts'

// PyTorch 2.13.0+cpu: torch.manual_seed(seed), then the function that PyTorch had up to 2.11, and that timm has, on torch.empty(n):
// t.uniform_(2 * cdf((a - mean) / std) - 1, 2 * cdf((b - mean) / std) - 1).erfinv_().mul_(std * sqrt(2)).add_(mean).clamp_(a, b); SHA-256.
it.each([
  [
    1,
    100_000,
    { std: 0.02, low: -2, high: 2 },
    '6b1141b1c9a93de579b94d8e9189baf24664c45ac7dc88af87e2928db06dc183',
  ],
  [
    2,
    100_001,
    { mean: 0.1, std: 0.3, low: -2, high: 2 },
    'b8cbaa6065dda38b8a89d94c5aa827cab54fcf53dfd9ac4caf670f731211798a',
  ],
  [3, 7, { std: 0.02, low: -2, high: 2 }, '298f408644ab037234450576825b7a5aff5ee7b5444326b589445f2b46c49218'],
  [
    4,
    50_000,
    { mean: -0.5, std: 0.001, low: -0.6, high: -0.4 },
    'e42256e260288af10e387789f45e44aa1257a7638a67fc7048aa9c2cf0383c45',
  ],
])('trunc_normal_ by erfinv, whose bounds are far: seed %i, %i values, %o', async (seed, n, law, sha) => {
  const rng = createTorchRng(seed)
  const values = rng.truncatedNormal(new Float32Array(n), { ...law, bounds: 'absolute', version: '2.11' })
  expect(await sha256(values)).toBe(sha)
})
