import { valueAndGrad } from '@nn/autograd'
import { cpu } from '@nn/backend-cpu'
import { kaimingNormal } from '@nn/init'
import { torch } from '@nn/init/torch'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import { Dense, Module, Transformer } from '../src/index.ts'

// PyTorch 2.13.0+cpu, after torch.manual_seed(7):
//
// class Net(nn.Module):
//     def __init__(self):
//         super().__init__()
//         self.first = nn.Linear(3, 8)
//         self.transformer = nn.Transformer(8, 2, 2, 2, 16, dropout=0.0, batch_first=True)
//         self.last = nn.Linear(8, 2)
// net = Net()
const BUILT: Readonly<Record<string, readonly string[]>> = {
  'first.weight': ['3d252be8', 'beb211cf', '3e3c4108'],
  'transformer.encoder.layers.0.selfAttn.inProjWeight': ['beb2613e', 'bd666611', 'bed72c8e'],
  'transformer.encoder.layers.0.selfAttn.outProj.weight': ['bea5de7d', '3f042a99', 'be13e0c5'],
  'transformer.encoder.layers.0.linear1.bias': ['3e13cfba', 'be42e4a6', '3eaa939f'],
  'transformer.encoder.layers.1.linear1.weight': ['be826c56', '3d162750', '3ea2cbf2'],
  'transformer.encoder.layers.1.linear1.bias': ['3e13cfba', 'be42e4a6', '3eaa939f'],
  'transformer.decoder.layers.0.multiheadAttn.inProjWeight': ['be1f66fb', 'bebb7c34', 'be7a8c13'],
  'transformer.decoder.layers.1.linear2.weight': ['3e7aae50', '3ce75440', '3d7ff5d0'],
  'transformer.decoder.layers.1.linear2.bias': ['bdf4757c', '3e28b0d2', 'bdacfe54'],
  'last.weight': ['3eb4b41e', '3ea015f2', 'be68a359'],
  'last.bias': ['be8ea0f6', '3e3ec890'],
}
const AFTER = ['3e00168c', '3f7dd325']

// The same with `kaiming_normal_` of the weight of every nn.Linear, by net.apply.
const APPLIED: Readonly<Record<string, readonly string[]>> = {
  ...BUILT,
  'first.weight': ['3ec5eab1', 'c015a36b', '3f0305ae'],
  'transformer.encoder.layers.0.selfAttn.outProj.weight': ['3ea691c9', 'be39b9ca', 'bd9d2221'],
  'transformer.encoder.layers.1.linear1.weight': ['3ecfcf65', '3f10206c', 'be813ab6'],
  'transformer.decoder.layers.1.linear2.weight': ['bd8fc36a', '3e4e97ff', '3edb23d7'],
  'last.weight': ['bec6b319', '3dc46536', 'bd8df3b8'],
}
const AFTER_APPLY = ['3f58d1e9', '3f0cc875']

class Net extends Module {
  first = new Dense(8, { inUnits: 3 })
  transformer = new Transformer(8, 2, {
    encoderLayers: 2,
    decoderLayers: 2,
    feedforwardUnits: 16,
    dropout: 0,
    batchFirst: true,
  })
  last = new Dense(2, { inUnits: 8 })

  forward(source: Tensor, target: Tensor): Tensor {
    const paddingMask = cpu.tensor([
      [false, false, false, false],
      [false, false, true, true],
    ])
    const masks = { isCausal: true, sourcePaddingMask: paddingMask, memoryPaddingMask: paddingMask }
    return this.last.forward(
      this.transformer.forward(this.first.forward(source), this.first.forward(target), masks),
    )
  }
}

function words(values: Float32Array): string[] {
  return Array.from(new Uint32Array(values.slice().buffer), (word) => word.toString(16).padStart(8, '0'))
}

function expectHeads(net: Net, heads: Readonly<Record<string, readonly string[]>>): void {
  const parameters = net.parameters()
  for (const [path, head] of Object.entries(heads)) {
    const values = parameters.get(path)?.data.toArray()
    const found = values instanceof Float32Array ? words(values.subarray(0, head.length)) : undefined
    expect([path, found]).toEqual([path, head])
  }
}

describe('a transformer in the torch dialect', () => {
  it('is drawn as PyTorch constructs it, its matrices twice', () => {
    const dialect = torch({ seed: 7 })
    const net = new Net()
    net.initialize({ dialect, backend: cpu })
    expectHeads(net, BUILT)
    expect(words(dialect.rng.uniform(new Float32Array(2)))).toEqual(AFTER)
  })

  it('is the same in a build', () => {
    const dialect = torch({ seed: 7 })
    expectHeads(
      dialect.build(() => new Net(), { backend: cpu }),
      BUILT,
    )
    expect(words(dialect.rng.uniform(new Float32Array(2)))).toEqual(AFTER)
  })

  it('is drawn a third time by rules', () => {
    const dialect = torch({ seed: 7 })
    const net = new Net()
    net.initialize({ rules: [[{ type: Dense, role: 'weight' }, kaimingNormal()]], dialect, backend: cpu })
    expectHeads(net, APPLIED)
    expect(words(dialect.rng.uniform(new Float32Array(2)))).toEqual(AFTER_APPLY)
  })

  it('has the outputs and the gradients of PyTorch', () => {
    const net = new Net()
    net.initialize({ dialect: torch({ seed: 7 }), backend: cpu })
    const source = cpu.arange(24).reshape(2, 4, 3).div(10).sub(1)
    const target = cpu.arange(18).reshape(2, 3, 3).div(-7).add(1)
    const { value, gradients } = valueAndGrad(net, () => net.forward(source, target).square().mean())
    const y = [
      ...[1.1460235, -0.7578428, 1.1522369, -0.7130904, 1.1330857, -0.5676895],
      ...[0.6511638, 0.7488965, 0.4742196, 0.8779672, 0.3820707, 0.8971104],
    ]
    expect(net.forward(source, target).reshape(-1).allClose(cpu.tensor(y), { atol: 2e-6 })).toBe(true)
    expect(value.item()).toBeCloseTo(0.6884462, 6)
    const slopes = {
      'transformer.encoder.layers.0.selfAttn.inProjWeight': [3.03e-5, 6.327e-5, 0.00035061],
      'transformer.encoder.layers.1.linear1.bias': [-0.04075048, 0.00082976, 0.03320714],
      'transformer.decoder.layers.0.multiheadAttn.inProjWeight': [1.23e-6, -2.405e-5, -9.094e-5],
      'transformer.decoder.layers.1.linear2.bias': [0.01877219, 0.33007163, -0.21922854],
      'last.bias': [0.82313335, 0.08089191],
    }
    for (const [path, slope] of Object.entries(slopes)) {
      const found = gradients.get(path)?.reshape(-1).slice([0, slope.length]) ?? expect.fail(path)
      expect([path, found.allClose(cpu.tensor(slope), { atol: 2e-7, rtol: 1e-5 })]).toEqual([path, true])
    }
  })
})

it("starts all its matrices by Xavier's uniform law, and keeps an initializer that was given", () => {
  const net = new Transformer(64, 2, { encoderLayers: 1, decoderLayers: 1, feedforwardUnits: 32 })
  net.initialize({ rng: createRng(1), backend: cpu })
  const { linear1, selfAttn } = net.decoder.layers[0] ?? expect.fail('no layer')
  const largest = (x: Tensor | undefined): number => Number(x?.abs().max().item())
  for (const [x, bound] of [
    [linear1.weight.data, Math.sqrt(6 / (64 + 32))],
    [selfAttn.outProj.weight.data, Math.sqrt(6 / (64 + 64))],
    [selfAttn.inProjWeight?.data, Math.sqrt(6 / (64 + 3 * 64))],
  ] as const) {
    expect(largest(x) / bound).toBeGreaterThan(0.99)
    expect(largest(x) / bound).toBeLessThanOrEqual(1)
  }
  const given = new Transformer(8, 2, { encoderLayers: 1, decoderLayers: 1, weightInit: kaimingNormal() })
  expect(given.plan().rows.find(({ path }) => path.endsWith('linear1.weight'))?.source).toBe('option')
})
