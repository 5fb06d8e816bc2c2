import { didYouMean, message, show } from '@nn/check'
import type { TorchDialect } from '@nn/init/torch'
import type { Module } from '@nn/layers'
import { resnet18, resnet34, resnet50, resnet101 } from './resnet.ts'
import { vit_base_patch16_224, vit_small_patch16_224, vit_tiny_patch16_224 } from './vision-transformer.ts'

/** Builds the model that timm has under the name, with the options of its family. */
type Build = (options: Readonly<Record<string, unknown>>, dialect?: TorchDialect) => Module

const MODELS: Readonly<Record<string, Build>> = {
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  vit_tiny_patch16_224,
  vit_small_patch16_224,
  vit_base_patch16_224,
}

/**
 * `timm.create_model(name, **options)`.
 *
 * @throws RangeError if no model of the name is ported.
 */
export function createModel(
  name: string,
  options: Readonly<Record<string, unknown>> = {},
  dialect?: TorchDialect,
): Module {
  const build = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined
  if (build !== undefined) return build(options, dialect)
  const names = Object.keys(MODELS)
  throw new RangeError(
    message('timm.create_model', `one of ${names.join(', ')}`, show(name), didYouMean(name, names)),
  )
}
