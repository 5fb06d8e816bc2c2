import { assertLaw, normalLaw, truncatedNormalLaw } from '@nn/testing'
import { describe, expect, it } from 'vitest'
import { createTorchRng, type TorchRng } from '../src/frameworks/torch/index.ts'
import type { FloatArray } from '../src/index.ts'

/** The laws whose bits no file of PyTorch's proves: float64, and truncated normals by the rules up to 2.11. */

const N = 1 << 17
const old = { version: '2.11' } as const

const cases = [
  {
    name: 'normal, float64',
    rng: () => createTorchRng(1),
    draw: (rng: TorchRng, out: FloatArray) => rng.normal(out, { mean: 1, std: 2 }),
    law: normalLaw(1, 2),
    wrong: normalLaw(1, 2.04),
  },
  {
    name: 'truncated normal by the inverse, ±2',
    rng: () => createTorchRng(2, old),
    draw: (rng: TorchRng, out: FloatArray) => rng.truncatedNormal(out, { mean: 1, std: 0.5 }),
    law: truncatedNormalLaw(1, 0.5, -2, 2),
    wrong: normalLaw(1, 0.5 * 0.8796256610342398),
  },
  {
    name: 'truncated normal by the inverse, [1, 3]',
    rng: () => createTorchRng(3, old),
    draw: (rng: TorchRng, out: FloatArray) => rng.truncatedNormal(out, { low: 1, high: 3 }),
    law: truncatedNormalLaw(0, 1, 1, 3),
    wrong: truncatedNormalLaw(0, 1, 1, 2.9),
  },
  {
    name: 'truncated normal by rejected uniforms, [1, 3]',
    rng: () => createTorchRng(4),
    draw: (rng: TorchRng, out: FloatArray) => rng.truncatedNormal(out, { low: 1, high: 3 }),
    law: truncatedNormalLaw(0, 1, 1, 3),
    wrong: truncatedNormalLaw(0, 1, 1, 2.9),
  },
]

describe('float64', () => {
  it.each(cases)('$name follows its law and not the nearest wrong one', ({ rng, draw, law, wrong }) => {
    const sample = draw(rng(), new Float64Array(N))
    expect(() => assertLaw(sample, law)).not.toThrow()
    expect(() => assertLaw(sample, wrong)).toThrow(/expected at most/)
  })
})
