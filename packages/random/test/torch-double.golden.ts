import { expect, it } from 'vitest'
import { createTorchRng } from '../src/frameworks/torch/index.ts'

// PyTorch 2.13.0+cpu with glibc 2.36: torch.manual_seed(2); t = torch.empty(n, dtype=torch.float64).normal_(mean, std)[-3:];
// torch.randn(3, dtype=torch.float64)[:2] after it; from the seed again, exponential_(1.5)[-2:];
// nn.init.trunc_normal_(t, mean, std, mean - std, mean + 1.5 * std)[-2:]
type Law = { mean: number; std: number }
const ROWS: readonly [n: number, law: Law, number[], number[], number[], number[]][] = [
  [
    5,
    { mean: 0, std: 1 },
    [-0.31950026476687593, -1.2050371108761633, 1.0444635443343404],
    [-0.6332277352132832, 0.5731067383666415],
    [0.5180649525916249, 1.629876147438642],
    [-0.391905858634541, 1.0444635443343404],
  ],
  [
    17,
    { mean: 0.5, std: 2.0 },
    [1.1396766947853936, 3.2033189750654683, -0.1860047085767904],
    [-0.7473551402270177, 1.4219528872200604],
    [0.3042062779589504, 1.8913017781365644],
    [3.2033189750654683, -0.1860047085767904],
  ],
  [
    100,
    { mean: 0, std: 0.02 },
    [0.03175130916330648, 0.008575711693930775, 0.0013703854222464188],
    [2.0370410260325826, 0.7682181668664152],
    [0.09835588822481761, 0.6516950240847592],
    [0.008575711693930775, 0.0013703854222464188],
  ],
]

it.each(ROWS)('%i values of float64, %o', (n, law, normals, after, exponentials, truncated) => {
  const rng = createTorchRng(2)
  const fresh = () => new Float64Array(n)
  expect([...rng.normal(fresh(), law).slice(-3)]).toEqual(normals)
  expect([...rng.normal(new Float64Array(3)).slice(0, 2)]).toEqual(after)
  expect([...createTorchRng(2).exponential(fresh(), { rate: 1.5 }).slice(-2)]).toEqual(exponentials)
  const { mean, std } = law
  const bounds = { low: mean - std, high: mean + 1.5 * std, bounds: 'absolute' } as const
  expect([
    ...createTorchRng(2)
      .truncatedNormal(fresh(), { ...law, ...bounds })
      .slice(-2),
  ]).toEqual(truncated)
})
