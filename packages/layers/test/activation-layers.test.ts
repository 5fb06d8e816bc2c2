import { cpu } from '@nn/backend-cpu'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import type { UnaryModule } from '../src/index.ts'
import * as layers from '../src/index.ts'

describe('activations are functions and layers', () => {
  const x = cpu.tensor([[-2, -0.5, 0, 0.5, 2]])
  const pairs: [string, (x: Tensor) => Tensor, UnaryModule, Tensor][] = [
    ['relu', layers.relu, new layers.Relu(), x.relu()],
    ['leakyRelu', layers.leakyRelu(0.2), new layers.LeakyRelu(0.2), x.leakyRelu(0.2)],
    ['leakyRelu of 0.01', layers.leakyRelu(), new layers.LeakyRelu(), x.leakyRelu(0.01)],
    ['elu', layers.elu(2), new layers.Elu(2), x.elu(2)],
    ['selu', layers.selu, new layers.Selu(), x.selu()],
    ['gelu', layers.gelu, new layers.Gelu(), x.gelu()],
    ['silu', layers.silu, new layers.Silu(), x.silu()],
    ['mish', layers.mish, new layers.Mish(), x.mish()],
    ['sigmoid', layers.sigmoid, new layers.Sigmoid(), x.sigmoid()],
    ['tanh', layers.tanh, new layers.Tanh(), x.tanh()],
    ['softplus', layers.softplus, new layers.Softplus(), x.softplus()],
    ['hardtanh', layers.hardtanh, new layers.Hardtanh(), x.hardtanh()],
    ['softmax', layers.softmax(), new layers.Softmax(), x.softmax(-1)],
    ['logSoftmax', layers.logSoftmax(0), new layers.LogSoftmax(0), x.logSoftmax(0)],
  ]
  it.each(pairs)('%s', (_, fn, layer, expected) => {
    expect(fn(x).equals(expected)).toBe(true)
    expect(layer.forward(x).equals(expected)).toBe(true)
  })

  it('Gelu takes the approximation', () => {
    const approximate = 'tanh'
    expect(new layers.Gelu({ approximate }).forward(x).equals(x.gelu({ approximate }))).toBe(true)
  })
})
