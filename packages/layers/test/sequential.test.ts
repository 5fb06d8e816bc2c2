import { cpu } from '@nn/backend-cpu'
import { createRng } from '@nn/random'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type * as layers from '../src/index.ts'
import { Dense, Flatten, leakyRelu, relu, Sequential } from '../src/index.ts'

describe('Sequential', () => {
  it('applies layers and functions one after the other', () => {
    const net = new Sequential(new Flatten(), (x) => x.sub(1), relu)
    expect(
      net
        .forward(
          cpu.tensor([
            [
              [0, 1],
              [2, 3],
            ],
          ]),
        )
        .toNested(),
    ).toEqual([[0, 0, 1, 2]])
    const x = cpu.ones([1])
    expect(new Sequential().forward(x)).toBe(x)
  })

  it('keeps the type of every layer', () => {
    const net = new Sequential(new Dense(8), relu, new Dense(1, { useBias: false }))
    expectTypeOf(net.layers).toEqualTypeOf<readonly [Dense, typeof relu, Dense<false>]>()
    expectTypeOf(net.layers[2].weight).toEqualTypeOf<layers.Parameter>()
    // @ts-expect-error: there are three layers
    expect(net.layers[3]).toBeUndefined()
    // @ts-expect-error: a number is no layer
    expect(() => new Sequential(1)).toThrow(TypeError)
  })

  it('says when an activation is no activation', () => {
    const net = new Sequential(leakyRelu as never)
    expect(() => net.forward(cpu.ones([1]))).toThrow(
      'leakyRelu: expected a number, got a tensor; call it first: leakyRelu()',
    )
    const dense = new Dense(1, { activation: (() => 1) as never })
    dense.initialize({ rng: createRng(42) })
    expect(() => dense.forward(cpu.ones([1, 1]))).toThrow(
      'Dense: expected activation to return a tensor, got number',
    )
  })
})
