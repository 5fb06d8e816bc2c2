import { cpu } from '@nn/backend-cpu'
import { type InitLike, type InitRequest, uniform } from '@nn/init'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { assertCounts, assertLaw, uniformLaw } from '@nn/testing'
import { expect, it } from 'vitest'
import { Dense, Sequential } from '../src/index.ts'

function weights(units: number, inUnits: number, init?: InitLike): ArrayLike<number> {
  const net = new Sequential(new Dense(units, { inUnits }))
  net.initialize({ init, rng: createRng(2026), backend: cpu })
  return net.layers[0].weight.data.toArray()
}

it('Dense starts as U[-1/√inUnits, 1/√inUnits), not as Xavier or LeCun would have it', () => {
  const sample = weights(200, 500)
  const bound = 1 / Math.sqrt(500)
  expect(() => assertLaw(sample, uniformLaw(-bound, bound))).not.toThrow()
  for (const other of [Math.sqrt(6 / 700), Math.sqrt(3 / 500)]) {
    expect(() => assertLaw(sample, uniformLaw(-other, other))).toThrow(/expected at most/)
  }
})

/** U(5, 10) with probability ¼, 0 with ½, U(-10, -5) with ¼. */
function strange(request: InitRequest): Tensor {
  const w = uniform({ low: -10, high: 10 })(request)
  return w.mul_(w.abs().ge(5))
}

it('a law of one’s own has its three parts', () => {
  const sample = Array.from(weights(300, 300, strange))
  const parts = [-1, 0, 1].map((sign) => sample.filter((x) => Math.sign(x) === sign))
  const counts = parts.map(({ length }) => length)
  expect(() =>
    assertCounts(
      counts,
      [0.25, 0.5, 0.25].map((p) => p * sample.length),
    ),
  ).not.toThrow()
  expect(() =>
    assertCounts(
      counts,
      [0.26, 0.48, 0.26].map((p) => p * sample.length),
    ),
  ).toThrow(/expected at most/)
  expect(() => assertLaw(parts[0]!, uniformLaw(-10, -5))).not.toThrow()
  expect(() => assertLaw(parts[2]!, uniformLaw(5, 10))).not.toThrow()
  expect(() => assertLaw(parts[2]!, uniformLaw(4.9, 10))).toThrow(/expected at most/)
})
