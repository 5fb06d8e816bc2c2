export { MobileNetV2 as KerasMobileNetV2 } from './keras/mobilenet-v2.ts'
export { createModel } from './timm/create-model.ts'
export { AlexNet, type AlexNetOptions, alexnet } from './torchvision/alexnet.ts'
export {
  ConvNeXt,
  convnext_base,
  convnext_large,
  convnext_small,
  convnext_tiny,
} from './torchvision/convnext.ts'
export { DenseNet, densenet121, densenet161, densenet169, densenet201 } from './torchvision/densenet.ts'
export { GoogLeNet, googlenet } from './torchvision/googlenet.ts'
export { MobileNetV2, mobilenet_v2 } from './torchvision/mobilenet-v2.ts'
export {
  BasicBlock,
  Bottleneck,
  ResNet,
  type ResNetDesign,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  resnext50_32x4d,
  resnext101_32x8d,
  wide_resnet50_2,
} from './torchvision/resnet.ts'
export { SwinTransformer, swin_b, swin_s, swin_t } from './torchvision/swin-transformer.ts'
export {
  VisionTransformer,
  type VisionTransformerSizes,
  vit_b_16,
  vit_b_32,
  vit_l_16,
  vit_l_32,
} from './torchvision/vision-transformer.ts'
export { BertConfig, BertForMaskedLM, BertForSequenceClassification, BertModel } from './transformers/bert.ts'
export type { ConfigClass } from './transformers/config.ts'
export { GemmaConfig, GemmaForCausalLM, GemmaModel } from './transformers/gemma.ts'
export { GPT2Config, GPT2LMHeadModel, GPT2Model } from './transformers/gpt2.ts'
export { LlamaConfig, LlamaForCausalLM, LlamaModel } from './transformers/llama.ts'
export { MistralConfig, MistralForCausalLM, MistralModel } from './transformers/mistral.ts'
export { MixtralConfig, MixtralForCausalLM, MixtralModel } from './transformers/mixtral.ts'
export { Qwen2Config, Qwen2ForCausalLM, Qwen2Model } from './transformers/qwen2.ts'
export { Qwen3Config, Qwen3ForCausalLM, Qwen3Model } from './transformers/qwen3.ts'
export { T5Config, T5ForConditionalGeneration } from './transformers/t5.ts'
export { ViTConfig, ViTForImageClassification } from './transformers/vit.ts'
