import { describe, expect, it } from 'vitest'
import { runTorchModel } from '../src/frameworks/torch/run-model.ts'

const HEAD = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n'

function run(code: string, seed: number | string = 42) {
  return runTorchModel({ id: 'own', framework: 'torch', seed, code: HEAD + code, parameters: [] })
}

describe("PyTorch's programs", () => {
  it('are models by the names of their parameters, types and ties', () => {
    const { parameters, buffers, tied } = run(`
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 3, dtype=torch.float64)
        self.b = nn.Linear(2, 3, bias=False)
        self.c = self.b
        self.register_buffer('ids', torch.arange(3))
        self.register_buffer('gone', torch.ones(2), persistent=False)
        self.norm = nn.BatchNorm1d(2)
model = Net().half()
`)
    expect(parameters.map(({ name, dtype, shape }) => `${name} ${dtype} ${shape}`)).toEqual([
      'a.weight float16 3,2',
      'a.bias float16 3',
      'b.weight float16 3,2',
      'norm.weight float16 2',
      'norm.bias float16 2',
    ])
    expect(buffers?.map(({ name, dtype }) => `${name} ${dtype}`)).toEqual(['ids int64'])
    expect(tied).toEqual([['b.weight', 'c.weight']])
  })

  it('seeds beyond 2⁵³ are texts, and count by their low bits', () => {
    const seeds = ['1099511627779', 3].map((seed) => run('model = nn.Linear(2, 2)', seed).after)
    expect(seeds[0]).toEqual(seeds[1])
  })

  it.each([
    ['model = nn.Linear(2, 2)\nmodel.weight.data -= model.weight.mean()', 'hang on the order of a sum'],
    ['model = nn.Linear(2, 2)\nmodel.weight = nn.Parameter(model.weight @ model.weight)', 'order of a sum'],
    ['model = nn.Parameter(torch.exp(torch.ones(2)))', "a program's name that is not known: exp"],
    ['model = nn.utils.spectral_norm(nn.Linear(2, 2))', "a program's name that is not known: utils"],
    ['model = nn.FractionalMaxPool2d(2)', "a program's name that is not known: FractionalMaxPool2d"],
    ['model = nn.Linear(2, 2, bais=False)', "a program's argument that is not known: bais"],
    ['model = nn.Linear(2, 2)\nnn.init.normal_(model.weight.t())', 'a view with gaps is not read'],
    [
      'model = nn.Upsample(scale_factor=2)\nmodel(torch.ones(1, 1, 2, 2))',
      'a forward of Upsample is not read',
    ],
    ['model = 3', 'expected a program to end with a model'],
    [
      'class A(nn.Module):\n  def __init__(self): self.l = nn.Linear(1, 1)\nmodel = A()',
      'before Module.__init__()',
    ],
    ['model = nn.Linear(2, 2)\nmodel.weight = torch.ones(2, 2)', "TypeError: cannot assign to 'weight'"],
  ])('%s', (code, error) => expect(() => run(code)).toThrow(error))
})
