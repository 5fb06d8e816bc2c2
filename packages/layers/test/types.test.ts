import { cpu } from '@nn/backend-cpu'
import { normal_, zeros_ } from '@nn/init'
import { createRng } from '@nn/random'
import { isTensor, type Tensor } from '@nn/tensor'
import { describe, expect, expectTypeOf, it } from 'vitest'
import * as nn from '../src/index.ts'

const rng = createRng(42)
const x = cpu.ones([2, 4])

describe('whether there is a bias is typed by useBias', () => {
  it('the chapter compiles under strict, and runs', () => {
    const net = new nn.Sequential(new nn.Dense(8, { activation: nn.relu }), new nn.Dense(1))
    net.initialize({ rng })
    net.forward(x)
    net.apply((m) => {
      if (m instanceof nn.Dense) {
        normal_(m.weight, { std: 0.01, rng })
        zeros_(m.bias)
      }
    })
    expect(net.layers[0].weight.data.abs().max().item()).toBeLessThan(0.1)
  })

  it('of Dense and its like', () => {
    expectTypeOf(new nn.Dense(1).bias).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.Dense(1, { inUnits: 2 }).bias).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.Dense(1, { useBias: true }).bias).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.Dense(1, { useBias: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.Dense(1, { useBias: Math.random() < 2 }).bias).toEqualTypeOf<
      nn.Parameter | undefined
    >()
    expectTypeOf(new nn.Bilinear(1, { useBias: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.Conv2d(1, 1, { useBias: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.ConvTranspose1d(1, 1).bias).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.DepthwiseConv1d(1, { useBias: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.SeparableConv1d(1, 1, { useBias: false }).pointwise.bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.Lstm(1, { useBias: false }).cells).toEqualTypeOf<readonly nn.Cell<false>[]>()
    expectTypeOf(new nn.MultiheadAttention(2, 1).inProjBias).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.MultiheadAttention(2, 1, { useBias: false }).outProj.bias).toEqualTypeOf<undefined>()
    const encoder = new nn.TransformerEncoder(2, 1, { useBias: false, layers: 1 })
    expectTypeOf(encoder.layers[0]!.linear1.bias).toEqualTypeOf<undefined>()
    expect([encoder.layers[0]!.norm1.bias, encoder.layers[0]!.selfAttn.inProjBias]).toEqual([
      undefined,
      undefined,
    ])
  })

  it('of norms, by affine too', () => {
    expectTypeOf(new nn.LayerNorm().bias).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.LayerNorm({ useBias: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.LayerNorm({ affine: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.LayerNorm({ affine: false }).weight).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.RmsNorm({ affine: false }).weight).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.BatchNorm().weight).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.BatchNorm({ useBias: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.GroupNorm(2, { useBias: false }).bias).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.InstanceNorm({ affine: true }).bias).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.BatchNorm().runningMean).toEqualTypeOf<nn.StateBuffer>()
    expectTypeOf(new nn.BatchNorm({ trackRunningStats: false }).runningMean).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.InstanceNorm().weight).toEqualTypeOf<undefined>()
    expectTypeOf(new nn.InstanceNorm({ affine: true }).weight).toEqualTypeOf<nn.Parameter>()
    expectTypeOf(new nn.GroupNorm(1, { affine: false }).weight).toEqualTypeOf<undefined>()
    const norm = new nn.LayerNorm({ affine: false, useBias: true })
    expect([norm.weight, norm.bias, norm.useBias]).toEqual([undefined, undefined, false])
  })

  it('a layer without one is no layer with one', () => {
    // @ts-expect-error: it has no bias
    const wrong: nn.Dense = new nn.Dense(1, { useBias: false })
    const either: nn.Dense<boolean>[] = [wrong, new nn.Dense(1)]
    expect(either.map(({ bias }) => bias?.role)).toEqual([undefined, 'bias'])
  })
})

describe('forward', () => {
  it('of a module of any class is called without a cast', () => {
    const net = new nn.Sequential(new nn.Dense(3), new nn.Dense(2))
    net.initialize({ rng: createRng(42) })
    let y: unknown = x
    for (const layer of net.children().values()) y = layer.forward(y)
    expect(isTensor(y) && y.shape).toEqual([2, 2])
  })

  it('of a unary module gives a tensor', () => {
    const all: nn.UnaryModule[] = [new nn.Relu(), new nn.Dense(1), new nn.Sequential(nn.relu)]
    expectTypeOf(all[0]!.forward(x)).toEqualTypeOf<Tensor>()
    expectTypeOf(new nn.Lstm(1).forward).returns.toEqualTypeOf<nn.LstmResult>()
    expect(all[0]!.forward(x).equals(x)).toBe(true)
  })
})
