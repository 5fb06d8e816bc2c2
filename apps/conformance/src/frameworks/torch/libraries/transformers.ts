import type { TorchDialect } from '@nn/init/torch'
import type { Module } from '@nn/layers'
import * as models from '@nn/models'
import { raised } from '../../../python/errors.ts'
import { type Callable, method, PyClass, PyObject } from '../../../python/objects.ts'
import { call, text } from '../../../python/values.ts'
import type { Construct } from './construct.ts'

/** A model of a configuration's fields, those that are not given left out. */
type Build = new (config: Record<string, unknown>, dialect: TorchDialect) => Module

/** Configuration classes, and the models that are made by each. */
const FAMILIES: readonly (readonly [config: models.ConfigClass, models: Readonly<Record<string, Build>>])[] =
  [
    [
      models.BertConfig,
      {
        BertForMaskedLM: models.BertForMaskedLM,
        BertForSequenceClassification: models.BertForSequenceClassification,
        BertModel: models.BertModel,
      },
    ],
    [models.GemmaConfig, { GemmaForCausalLM: models.GemmaForCausalLM, GemmaModel: models.GemmaModel }],
    [models.GPT2Config, { GPT2LMHeadModel: models.GPT2LMHeadModel, GPT2Model: models.GPT2Model }],
    [models.LlamaConfig, { LlamaForCausalLM: models.LlamaForCausalLM, LlamaModel: models.LlamaModel }],
    [
      models.MistralConfig,
      { MistralForCausalLM: models.MistralForCausalLM, MistralModel: models.MistralModel },
    ],
    [
      models.MixtralConfig,
      { MixtralForCausalLM: models.MixtralForCausalLM, MixtralModel: models.MixtralModel },
    ],
    [models.Qwen2Config, { Qwen2ForCausalLM: models.Qwen2ForCausalLM, Qwen2Model: models.Qwen2Model }],
    [models.Qwen3Config, { Qwen3ForCausalLM: models.Qwen3ForCausalLM, Qwen3Model: models.Qwen3Model }],
    [models.T5Config, { T5ForConditionalGeneration: models.T5ForConditionalGeneration }],
    [models.ViTConfig, { ViTForImageClassification: models.ViTForImageClassification }],
  ]

/** Classes that choose the model by its configuration: the end of the names that they take. */
const AUTO: Readonly<Record<string, RegExp>> = {
  AutoModel: /Model$/,
  AutoModelForCausalLM: /ForCausalLM$|LMHeadModel$/,
  AutoModelForImageClassification: /ForImageClassification$/,
  AutoModelForMaskedLM: /ForMaskedLM$/,
  AutoModelForSeq2SeqLM: /ForConditionalGeneration$/,
  AutoModelForSequenceClassification: /ForSequenceClassification$/,
}

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
  const known = FAMILIES.map(([family, built]) => {
    const config = configOf(family)
    const classes = Object.entries(built).map(([name, Model]): readonly [string, PyClass] => {
      const build = ([given, ...others]: readonly unknown[]): PyObject => {
        if (!(given instanceof PyObject) || given.type !== config || others.length > 0)
          throw new TypeError(`a ${name} of anything but a ${family.name} is not read`)
        const fields = Object.fromEntries(given.attributes)
        return construct((dialect) => new Model(fields, dialect))
      }
      return [name, new PyClass(name, [], {}, { construct: build })]
    })
    return { config, classes }
  })
  const auto = Object.entries(AUTO).map(([name, ending]): [string, unknown] => {
    const fromConfig: Callable = ([given]) => {
      const family = known.find(({ config }) => given instanceof PyObject && given.type === config)
      const model = family?.classes.find(
        ([one]) => ending.test(one) && !(name === 'AutoModel' && one.includes('LMHead')),
      )
      if (model === undefined) throw new TypeError(`${name} of this configuration is not read`)
      return call(model[1], [given])
    }
    return [name, { from_config: fromConfig }]
  })
  const members = known.flatMap(({ config, classes }) => [[config.name, config] as const, ...classes])
  return { transformers: Object.fromEntries([...members, ...auto]) }
}
