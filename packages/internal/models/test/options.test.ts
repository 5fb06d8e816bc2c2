import { describe, expect, it } from 'vitest'
import {
  AlexNet,
  BertForMaskedLM,
  createModel,
  GPT2LMHeadModel,
  mobilenet_v2,
  resnet34,
  vit_b_16,
} from '../src/index.ts'

describe('options', () => {
  it.each([
    [
      () => resnet34({ num_clases: 2 } as never),
      /^ResNet: expected options num_classes, .*; did you mean "num_classes"\?$/,
    ],
    [() => resnet34({ groups: 2 }), /^BasicBlock: expected groups 1 and width_per_group 64, got groups 2/],
    [() => mobilenet_v2({ norm_layer: null } as never), /^MobileNetV2: expected options/],
    [
      () => vit_b_16({ image_size: 30 }),
      /^VisionTransformer: expected image_size to be a multiple of 16, got 30$/,
    ],
    [() => new AlexNet({ classes: 2 } as never), /^AlexNet: expected options/],
    [
      () => new GPT2LMHeadModel({ n_layers: 2 } as never),
      /^GPT2Config: expected options .*did you mean "n_layer"\?$/,
    ],
    [
      () => new GPT2LMHeadModel({ n_embd: 10, n_head: 3 }),
      /^GPT2Config: expected n_embd to be a multiple of n_head 3, got 10$/,
    ],
    [
      () => new BertForMaskedLM({ hidden_size: 10 }),
      /^BertConfig: expected hidden_size to be a multiple of num_attention_heads 12, got 10$/,
    ],
    [
      () => createModel('resnet19'),
      /^timm\.create_model: expected one of resnet18, .*got "resnet19"; did you mean "resnet1/,
    ],
    [() => createModel('resnet18', { groups: 1 }), /^resnet18: expected options num_classes/],
  ])('%s', (attempt, message) => {
    expect(attempt).toThrow(message)
  })

  it.each([
    ['MobileNetV2', () => mobilenet_v2({ width_mult: 0.35 })],
    ['BertForMaskedLM', () => new BertForMaskedLM({ hidden_size: 12, num_hidden_layers: 1 })],
  ])('%s says that its forward is not ported', (name, build) => {
    const message = `${name}: expected a port of its forward, got its start alone; take its weights by stateDict()`
    expect(() => build().forward()).toThrow(message)
  })
})
