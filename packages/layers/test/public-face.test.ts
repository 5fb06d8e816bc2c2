import { cpu } from '@nn/backend-cpu'
import {
  constant,
  type InitRequest,
  kaimingNormal,
  normal,
  normal_,
  uniform,
  xavierUniform,
  zeros,
  zeros_,
} from '@nn/init'
import { Dense, relu, Sequential } from '@nn/layers'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { expect, expectTypeOf, test } from 'vitest'

test('the public face, as one program', () => {
  const rng = createRng(42)
  const net = new Sequential(new Dense(8, { activation: relu }), new Dense(1))
  expectTypeOf(net.layers).toEqualTypeOf<readonly [Dense, Dense]>()
  const [first, second] = net.layers

  net.initialize({ rng })
  expect(first.weight.shape).toEqual([8, null])
  expect(net.forward(cpu.uniform(rng, [2, 4])).shape).toEqual([2, 1])
  expect(first.weight.shape).toEqual([8, 4])

  net.initialize({ init: normal({ std: 0.01 }), rng, forceReinit: true })
  expect(first.weight.data.std().item()).toBeCloseTo(0.01, 2)
  expect(first.bias.data.eq(0).all().item()).toBe(true)

  net.initialize({ init: constant(1), forceReinit: true })
  expect(first.weight.data.eq(1).all().item()).toBe(true)
  expect(first.bias.data.eq(0).all().item()).toBe(true)

  net.layers[0].weight.initialize({ init: xavierUniform(), rng, forceReinit: true })
  net.layers[1].initialize({ init: constant(42), forceReinit: true })
  expect(first.weight.data.abs().le(Math.sqrt(0.5)).all().item()).toBe(true)
  expect(second.weight.data.eq(42).all().item()).toBe(true)
  const xavier = first.weight.data.clone()

  net.initialize({
    rules: [
      [/^0\./, xavierUniform()],
      ['1.weight', constant(42)],
    ],
    rng,
    forceReinit: true,
  })
  expect(first.weight.data.equals(xavier)).toBe(true)
  expect(first.bias.data.eq(0).all().item()).toBe(true)
  expect(second.weight.data.eq(42).all().item()).toBe(true)

  net.apply((m) => {
    if (m instanceof Dense) {
      normal_(m.weight, { std: 0.01, rng })
      zeros_(m.bias)
    }
  })
  expect(first.weight.data.abs().lt(0.06).all().item()).toBe(true)

  const configured = new Dense(4, { weightInit: normal({ std: 0.01 }), biasInit: zeros() })
  expect(configured.plan().rows.map(({ reason }) => reason)).toEqual([
    'constructor option',
    'constructor option',
  ])

  const strange = (request: InitRequest): Tensor => {
    const w = uniform({ low: -10, high: 10 })(request)
    return w.mul_(w.abs().ge(5))
  }
  net.initialize({ init: strange, rng, forceReinit: true })
  const size = first.weight.data.abs()
  expect(size.eq(0).logicalOr(size.ge(5)).all().item()).toBe(true)

  const before = first.weight.data.clone()
  net.layers[0].weight.data.add_(1)
  net.layers[0].weight.data.set([0, 0], 42)
  expect(first.weight.data.at(0, 0).item()).toBe(42)
  expect(first.weight.data.at(1).equals(before.at(1).add(1))).toBe(true)
  expect(String(net.layers[0].weight.data.at(0))).toMatch(
    /^tensor\(\[42\. [\s\S]*shape=\[4\], dtype=float32\)$/,
  )

  expect(String(net.plan({ init: kaimingNormal() }))).toBe(
    [
      'path      shape   role    fans   law              std     source',
      '0.weight  [8, 4]  weight  4 → 8  N(0, 0.707107²)  0.7071  init of initialize',
      "0.bias    [8]     bias           0                0       layer's default",
      '1.weight  [1, 8]  weight  8 → 1  N(0, 0.5²)       0.5     init of initialize',
      "1.bias    [1]     bias           0                0       layer's default",
    ].join('\n'),
  )
})
