import { bench, describe } from 'vitest'
import { createTorchRng } from '../src/frameworks/torch/index.ts'
import { createRng } from '../src/index.ts'

/**
 * PyTorch's bits, 10⁵ float32 values, warm, on one thread, beside the default stream and the plain twins. PyTorch itself
 * is not run here; 1.13 on the same kind of machine took 3.9 ns a uniform and 3.8 ns a normal value.
 */
const N = 1e5
const out = new Float32Array(N)
const rng = createTorchRng(42)
const ours = createRng(42)

/** Draws that stay below the length from which SIMD kernels run. */
function plain(draw: (part: Float32Array) => void): void {
  for (let at = 0; at < N; at += 4000) draw(out.subarray(at, at + 4000))
}

describe('uniform', () => {
  bench('@nn/random/torch', () => void rng.uniform(out))
  bench('@nn/random/torch, plain twin', () => plain((part) => rng.uniform(part)))
  bench('@nn/random', () => void ours.uniform(out))
})

describe('uniform of a range, as in xavier_uniform_', () => {
  bench('@nn/random/torch', () => void rng.uniform(out, { low: -0.3, high: 0.3 }))
  bench('@nn/random/torch, plain twin', () => plain((part) => rng.uniform(part, { low: -0.3, high: 0.3 })))
  bench('@nn/random', () => void ours.uniform(out, { low: -0.3, high: 0.3 }))
})

describe('normal', () => {
  bench('@nn/random/torch', () => void rng.normal(out, { std: 0.02 }))
  bench('@nn/random/torch, plain twin', () => plain((part) => rng.normal(part, { std: 0.02 })))
  bench('@nn/random', () => void ours.normal(out, { std: 0.02 }))
})
