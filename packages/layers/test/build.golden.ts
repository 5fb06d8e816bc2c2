import { cpu } from '@nn/backend-cpu'
import { normal } from '@nn/init'
import { torch } from '@nn/init/torch'
import type { Tensor } from '@nn/tensor'
import { expect, it } from 'vitest'
import { Dense, Lstm, Module, MultiheadAttention, Parameter, TransformerEncoder } from '../src/index.ts'

// PyTorch 2.13.0+cpu, after torch.manual_seed(7):
//
// class Block(nn.Module):
//     def __init__(self):
//         super().__init__()
//         self.gain = nn.Parameter(torch.randn(3))
//         nn.Linear(5, 5)
//         self.fc = nn.Linear(3, 3)
//         nn.init.kaiming_normal_(self.fc.weight)
//         self.attn = nn.MultiheadAttention(4, 2, add_bias_kv=True)
//         self.out = nn.Linear(3, 2)
// class Net(nn.Module):
//     def __init__(self):
//         super().__init__()
//         self.a = Block()
//         self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 2, enable_nested_tensor=False)
//         self.b = Block()
//         self.apply(self.init)
//         self.head = nn.LSTM(3, 2)
//     def init(self, m):
//         if isinstance(m, nn.Linear):
//             nn.init.xavier_uniform_(m.weight)
// net = Net()
const HEADS: Readonly<Record<string, readonly string[]>> = {
  'a.gain': ['be165174', '3f49408e', '3f7262e7'],
  'a.fc.weight': ['bf2b9996', '3f73560e', '3f6a632a', '3e5ec3f0'],
  'a.attn.inProjWeight': ['3ec2506c', '3eac08dc', '3d0b7812', '3f0892e2'],
  'a.attn.biasK': ['bf16f8f7', '3e2012f7', 'be471097', '3ed51a44'],
  'a.attn.outProj.bias': ['00000000', '00000000', '00000000', '00000000'],
  'a.out.bias': ['bf041af8', '3e51e6d6'],
  'encoder.layers.0.linear1.bias': ['be9460aa', 'be27dffc', 'be572b84', '3ef8671c'],
  'encoder.layers.1.linear1.bias': ['be9460aa', 'be27dffc', 'be572b84', '3ef8671c'],
  'b.gain': ['bfa9fac5', 'bfac9dec', 'bf889a2d'],
  'b.out.weight': ['be2d461a', 'bf22118a', '3f1ad576', '3f53e735'],
  'head.weightHhL0': ['3f26c173', 'be83df33', 'bf137a26', 'bf1da561'],
}
const AFTER = ['3e848e48', '3f14322a']

function words(values: Float32Array, count = 4): string[] {
  const bits = new Uint32Array(values.slice(0, count).buffer)
  return Array.from(bits, (word) => word.toString(16).padStart(8, '0'))
}

const dialect = torch({ seed: 7 })

class Block extends Module {
  gain = new Parameter({ shape: [3], role: 'gain', init: normal() })
  fc: Dense
  attn: MultiheadAttention
  out: Dense

  constructor() {
    super()
    new Dense(5, { inUnits: 5 })
    this.fc = new Dense(3, { inUnits: 3 })
    dialect.kaimingNormal_(this.fc.weight)
    this.attn = new MultiheadAttention(4, 2, { addBiasKv: true })
    this.out = new Dense(2, { inUnits: 3 })
  }

  forward(x: Tensor): Tensor {
    return this.out.forward(this.fc.forward(x))
  }
}

class Net extends Module {
  a = new Block()
  encoder = new TransformerEncoder(4, 2, { feedforwardUnits: 8, layers: 2 })
  b = new Block()
  head: Lstm

  constructor() {
    super()
    this.apply(Dense, (layer) => dialect.xavierUniform_(layer.weight))
    this.head = new Lstm(2, { inUnits: 3 })
  }

  forward(x: Tensor): Tensor {
    return this.a.forward(x)
  }
}

it('draws what a PyTorch program draws while it constructs, and goes on from there', () => {
  const net = dialect.build(() => new Net(), { backend: cpu })
  const parameters = net.parameters()
  for (const [path, head] of Object.entries(HEADS)) {
    const values = parameters.get(path)?.data.toArray()
    expect([path, values instanceof Float32Array ? words(values) : undefined]).toEqual([path, head])
  }
  expect(words(dialect.rng.uniform(new Float32Array(2)))).toEqual(AFTER)
})
