import { bench, describe } from 'vitest'
import { createRng } from '../src/index.ts'

/**
 * Fills of 10⁵ float32 values, warm, on one thread, each beside what JavaScript offers without a library: read the
 * ratios of one run, not the times of two. `pnpm --filter @nn/random bench`.
 */
const N = 1e5
const out = new Float32Array(N)
const rng = createRng(42)
const random = Math.random

function boxMuller(): void {
  for (let i = 0; i < N; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    const angle = 2 * Math.PI * random()
    out[i] = radius * Math.cos(angle)
    out[i + 1] = radius * Math.sin(angle)
  }
}

function rejection(): void {
  for (let i = 0; i < N; ) {
    const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    if (Math.abs(z) < 2) out[i++] = z
  }
}

describe('uniform', () => {
  bench('@nn/random', () => void rng.uniform(out))
  bench('Math.random', () => {
    for (let i = 0; i < N; i++) out[i] = random()
  })
})

describe('normal', () => {
  bench('@nn/random', () => void rng.normal(out))
  bench('Box-Muller of Math.random', boxMuller)
})

describe('truncated normal', () => {
  bench('@nn/random', () => void rng.truncatedNormal(out))
  bench('rejection from Box-Muller', rejection)
})

describe.each([4, 64, 2048])('uniform, %d values', (count) => {
  const part = new Float32Array(count)
  bench('@nn/random', () => void rng.uniform(part))
  bench('Math.random', () => {
    for (let i = 0; i < count; i++) part[i] = random()
  })
})

describe('bernoulli', () => {
  bench('@nn/random', () => void rng.bernoulli(out, { p: 0.3 }))
  bench('Math.random', () => {
    for (let i = 0; i < N; i++) out[i] = random() < 0.3 ? 1 : 0
  })
})
