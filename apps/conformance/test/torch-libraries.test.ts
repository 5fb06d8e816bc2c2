import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runTorchModel } from '../src/frameworks/torch/run-model.ts'
import type { GoldenModel, RunModel } from '../src/golden/model.ts'

// Made by make_starts.py beside it with the live libraries, whose versions it has.
interface Start {
  id: string
  code: string
  seed: number
  digest: string
  after: string[]
}
const file = new URL('../../../packages/internal/models/test/fixtures/starts.json', import.meta.url)
const { models: starts } = JSON.parse(readFileSync(file, 'utf8')) as { models: Start[] }

const IMPORTS = 'import torch, torchvision, timm\nfrom torch import nn\nimport transformers as T\n'

function run(code: string, seed = 0): RunModel {
  const golden: GoldenModel = { id: '', framework: 'torch', seed, code: IMPORTS + code, parameters: [] }
  return runTorchModel(golden)
}

const sha = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

function digestOf({ parameters }: RunModel): string {
  const lines = parameters.map(({ name, shape, values }) => {
    const { buffer, byteOffset, byteLength } = values as Float32Array
    return `${name} [${shape.join(', ')}] ${sha(new Uint8Array(buffer, byteOffset, byteLength))}\n`
  })
  return sha(lines.join(''))
}

describe('calls of libraries', () => {
  it.each(starts)('$code', ({ code, seed, digest, after }) => {
    const model = run(`model = ${code}\n`, seed)
    expect(digestOf(model)).toBe(digest)
    expect(model.after).toEqual(after)
  })
})

describe('a program goes on with what a library gives', () => {
  const SMALL =
    'vocab_size=20, hidden_size=8, intermediate_size=12, num_hidden_layers=1, num_attention_heads=2'

  it('replaces a head, and reads the sizes of a layer', () => {
    const { parameters } = run(`
model = torchvision.models.densenet121(weights=None, progress=False, growth_rate=4, block_config=(1, 1), num_init_features=4)
model.classifier = nn.Linear(model.classifier.in_features, 3, bias=False)
assert model.features.conv0.kernel_size == (7, 7) and model.features.conv0.bias is None
assert isinstance(model.features.norm0, nn.BatchNorm2d) and isinstance(model.features[0], nn.Conv2d)
`)
    expect(parameters.at(-1)).toMatchObject({ name: 'classifier.weight', shape: [3, 8] })
  })

  it('applies an initializer to its layers', () => {
    const { parameters } = run(`
from transformers import LlamaConfig, LlamaForCausalLM
config = LlamaConfig(${SMALL})
config.tie_word_embeddings = True
assert config.head_dim is None and config.hidden_size == 8
model = LlamaForCausalLM(config)
def init(m):
    if isinstance(m, (nn.Linear, nn.Embedding)):
        nn.init.constant_(m.weight, 0.5)
model.apply(init)
assert model.lm_head.weight is model.model.embed_tokens.weight
`)
    const weights = parameters.filter(({ shape }) => shape.length === 2)
    expect(weights).toHaveLength(8)
    for (const { values } of weights) expect(new Set(values as Float32Array)).toEqual(new Set([0.5]))
  })

  it('knows second names of fields', () => {
    const { parameters } = run(`
config = T.GPT2Config(vocab_size=10, n_positions=4, hidden_size=8, num_hidden_layers=1, n_head=2)
assert config.n_embd == 8 and config.hidden_size == 8 and config.n_inner is None
model = T.GPT2LMHeadModel(config)
`)
    expect(parameters[0]).toMatchObject({ name: 'transformer.wte.weight', shape: [10, 8] })
  })
})

describe('what is not read is an error', () => {
  it.each([
    ['torchvision.models.resnet18(weights="DEFAULT")', /pretrained weights of resnet18 are not read/],
    ['torchvision.models.resnet18(pretrained=True)', /pretrained weights of resnet18 are not read/],
    ['torchvision.models.resnet18(False)', /positional arguments of resnet18 are not read/],
    [
      'torchvision.models.resnet18(norm_layer=nn.BatchNorm2d)',
      /ResNet: expected options num_classes.*"norm_layer"/,
    ],
    ["torchvision.models.get_model('vgg11')", /a model of torchvision that is not ported: vgg11/],
    [
      'T.AutoModelForMaskedLM.from_config(T.GPT2Config())',
      /AutoModelForMaskedLM of this configuration is not read/,
    ],
    ['torchvision.models.vgg11()', /a program's name that is not known: vgg11/],
    ['torchvision.models.ResNet(nn.Linear, [1, 1, 1, 1])', /a ResNet of other blocks is not read/],
    ['T.GPT2LMHeadModel(T.LlamaConfig())', /a GPT2LMHeadModel of anything but a GPT2Config is not read/],
    ['T.GPT2LMHeadModel(T.GPT2Config(n_layers=2))', /GPT2Config: expected options .*got "n_layers"/],
    ['T.MambaForCausalLM(T.MambaConfig())', /a program's name that is not known: Mamba/],
    ["timm.create_model('resnet18', pretrained=True)", /pretrained weights of resnet18 are not read/],
    ["timm.create_model('convnext_tiny')", /timm.create_model: expected one of resnet18/],
  ])('%s', (code, message) => {
    expect(() => run(`model = ${code}\n`)).toThrow(message)
  })

  it('a model of float64', () => {
    const code = 'torch.set_default_dtype(torch.float64)\nmodel = torchvision.models.resnet18()\n'
    expect(() => run(code)).toThrow(/a library model of float64 is not read/)
  })
})
