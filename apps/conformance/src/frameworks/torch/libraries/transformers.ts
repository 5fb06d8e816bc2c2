import type { TorchDialect } from '@nn/init/torch'
import type { Module } from '@nn/layers'
import * as models from '@nn/models'
import { raised } from '../../../python/errors.ts'
import { method, PyClass, PyObject } from '../../../python/objects.ts'
import { text } from '../../../python/values.ts'
import type { Construct } from './construct.ts'

/** A model of a configuration's fields, those that are not given left out. */
type Build = new (config: Record<string, unknown>, dialect: TorchDialect) => Module

const FAMILIES: readonly (readonly [name: string, config: models.ConfigClass, model: Build])[] = [
  ['BertForMaskedLM', models.BertConfig, models.BertForMaskedLM],
  ['GemmaForCausalLM', models.GemmaConfig, models.GemmaForCausalLM],
  ['GPT2LMHeadModel', models.GPT2Config, models.GPT2LMHeadModel],
  ['LlamaForCausalLM', models.LlamaConfig, models.LlamaForCausalLM],
  ['MixtralForCausalLM', models.MixtralConfig, models.MixtralForCausalLM],
  ['Qwen3ForCausalLM', models.Qwen3Config, models.Qwen3ForCausalLM],
  ['T5ForConditionalGeneration', models.T5Config, models.T5ForConditionalGeneration],
  ['ViTForImageClassification', models.ViTConfig, models.ViTForImageClassification],
]

/** A configuration class: what a program gives or sets, and the library's defaults of the rest. */
function configOf({ name, defaults, aliases }: models.ConfigClass): PyClass {
  const fieldOf = (given: string): string => aliases[given] ?? given
  return new PyClass(name, [], {
    __init__: method((self, positional, keywords) => {
      if (positional.length > 0) throw new TypeError(`a ${name} of positional arguments is not read`)
      for (const [field, value] of Object.entries(keywords)) self.attributes.set(fieldOf(field), value)
      return null
    }),
    __setattr__: method((self, [field, value]) => {
      self.attributes.set(fieldOf(text(field)), value)
      return null
    }),
    __getattr__: method((self, [asked]) => {
      const field = fieldOf(text(asked))
      if (self.attributes.has(field)) return self.attributes.get(field)
      if (Object.hasOwn(defaults, field)) return defaults[field]
      throw raised('AttributeError', `'${name}' object has no attribute '${field}'`)
    }),
  })
}

/** transformers, as a module of a program. */
export function transformersModules(construct: Construct): Record<string, unknown> {
  const members = FAMILIES.flatMap(([name, family, Model]) => {
    const config = configOf(family)
    const build = ([given, ...others]: readonly unknown[]): PyObject => {
      if (!(given instanceof PyObject) || given.type !== config || others.length > 0)
        throw new TypeError(`a ${name} of anything but a ${family.name} is not read`)
      const fields = Object.fromEntries(given.attributes)
      return construct((dialect) => new Model(fields, dialect))
    }
    return [
      [family.name, config],
      [name, new PyClass(name, [], {}, { construct: build })],
    ]
  })
  return { transformers: Object.fromEntries(members) }
}
