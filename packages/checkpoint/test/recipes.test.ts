import { cpu } from '@nn/backend-cpu'
import { createRequest, normal, ones, orthogonal, truncatedNormal, uniform } from '@nn/init'
import { createRng } from '@nn/random'
import { describe, expect, it } from 'vitest'
import { type Config, modelOf, type Parameter, type Recipe, recipeNames, recipeOf } from '../src/index.ts'
import { lawsOf, sizeOf, valuesOf } from '../src/law/values.ts'
import { weights } from '../src/recipe/laws.ts'

const llama: Config = {
  ...{ model_type: 'llama', vocab_size: 50, hidden_size: 16, intermediate_size: 24, num_hidden_layers: 3 },
  ...{ num_attention_heads: 4, num_key_value_heads: 2, attention_bias: true },
}
const gpt2: Config = { model_type: 'gpt2', vocab_size: 50, n_positions: 8, n_embd: 16, n_layer: 2, n_head: 2 }
const phi3: Config = { ...llama, model_type: 'phi3', attention_bias: false, pad_token_id: 3 }
const mixtral: Config = { ...llama, model_type: 'mixtral', attention_bias: false, num_local_experts: 3 }

/** The model whose parameters a recipe makes. */
function adapted(config: Config, recipe: Recipe) {
  const model = modelOf(config)
  return recipe.adapt?.(model) ?? model
}

/** The laws of a parameter in words, by the end of its name. */
function texts(config: Config, recipe: Recipe, ending: string): (string | undefined)[] {
  const laws = lawsOf(adapted(config, recipe), recipe)
  const law = laws.find(({ parameter }) => parameter.name.endsWith(ending))
  return law?.matrices.map(([{ shape }, { init }]) => init.describe({ shape, fans: undefined }).text) ?? []
}

const text = (config: Config, recipe: Recipe, ending: string) => texts(config, recipe, ending).join(' | ')
const six = (x: number) => String(Number(x.toPrecision(6)))
const N = (std: number) => `N(0, ${six(std)}²)`
const cut = (std: number) => `N(0, ${six(std)}²) cut to [${six(-3 * std)}, ${six(3 * std)}]`
const U = (bound: number) => `U[${six(-bound)}, ${six(bound)})`
const depth = (block: number) => 0.02 / Math.sqrt(2 * (block + 1))

describe('the laws of recipes', () => {
  it.each<[name: string, config: Config, expected: Record<string, string>]>([
    [
      'llama',
      llama,
      {
        'embed_tokens.weight': N(1),
        'layers.2.self_attn.k_proj.weight': N(0.02),
        'layers.2.self_attn.o_proj.weight': N(depth(2)),
        'layers.1.mlp.gate_proj.weight': N(0.02),
        'layers.1.mlp.up_proj.weight': N(depth(1)),
        'layers.0.mlp.down_proj.weight': N(depth(0)),
        'lm_head.weight': cut(0.25),
        'model.norm.weight': '1',
        'q_proj.bias': '0',
      },
    ],
    [
      'llama',
      phi3,
      { '1.mlp.gate_up_proj.weight': `${N(0.02)} | ${N(depth(1))}`, '1.mlp.down_proj.weight': N(depth(1)) },
    ],
    [
      'olmo',
      llama,
      {
        'embed_tokens.weight': N(1),
        'layers.2.self_attn.k_proj.weight': cut(0.02),
        'layers.2.mlp.up_proj.weight': cut(depth(2)),
        'lm_head.weight': cut(0.25),
      },
    ],
    [
      'olmo',
      mixtral,
      {
        'layers.2.mlp.gate.weight': cut(depth(2)),
        '2.mlp.experts.gate_up_proj': `${cut(depth(2))} | ${cut(depth(2))}`,
      },
    ],
    [
      'megatron',
      gpt2,
      {
        'wte.weight': N(0.02),
        'h.1.mlp.c_fc.weight': N(0.02),
        'h.1.mlp.c_proj.weight': N(0.01),
        'ln_f.bias': '0',
      },
    ],
    ['gpt2', gpt2, { 'wte.weight': N(0.02), 'wpe.weight': N(0.01), 'h.0.attn.c_proj.weight': N(0.01) }],
    [
      'fanIn',
      llama,
      { 'embed_tokens.weight': N(1), '0.mlp.down_proj.weight': N(24 ** -0.5), 'lm_head.weight': N(0.25) },
    ],
    ['normalized', llama, { 'embed_tokens.weight': N(0.25), '0.mlp.down_proj.weight': N(0.25 / 6 ** 0.5) }],
    [
      'zeroOut',
      llama,
      {
        'embed_tokens.weight': N(1),
        '0.self_attn.k_proj.weight': N(0.25 * 0.5 ** 0.5),
        '0.mlp.up_proj.weight': N(0.25),
        '0.mlp.down_proj.weight': '0',
        'lm_head.weight': '0',
      },
    ],
    [
      'zeroOut',
      phi3,
      { '0.self_attn.qkv_proj.weight': [N(0.25), N(0.25 * 0.5 ** 0.5), N(0.25 * 0.5 ** 0.5)].join(' | ') },
    ],
    [
      'moddedNanoGpt',
      llama,
      {
        'embed_tokens.weight': N(1),
        '0.self_attn.k_proj.weight': U(0.5 * Math.sqrt(3 / 16)),
        '0.mlp.up_proj.weight': U(0.5 * Math.sqrt(3 / 16)),
        '0.self_attn.o_proj.weight': '0',
        '0.mlp.down_proj.weight': '0',
        'lm_head.weight': '0',
      },
    ],
    [
      'moddedNanoGpt',
      phi3,
      {
        '0.self_attn.qkv_proj.weight': Array(3)
          .fill(U(0.5 * Math.sqrt(3 / 16)))
          .join(' | '),
      },
    ],
    [
      'lora',
      llama,
      {
        'base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight': U(1 / 4),
        'layers.1.self_attn.q_proj.lora_B.weight': '0',
        'layers.2.self_attn.v_proj.lora_A.weight': U(1 / 4),
      },
    ],
    ['loraGaussian', gpt2, { 'base_model.model.transformer.h.1.attn.c_attn.lora_A.weight': N(1 / 8) }],
    [
      'dyt',
      llama,
      {
        'layers.1.input_layernorm.alpha': '0.8',
        'layers.1.post_attention_layernorm.alpha': '0.2',
        'model.norm.alpha': '0.2',
        'model.norm.weight': '1',
        'model.norm.bias': '0',
        'embed_tokens.weight': N(0.02),
      },
    ],
    [
      'dyt',
      { ...llama, hidden_size: 5000 },
      { '0.input_layernorm.alpha': '0.6', 'model.norm.alpha': '0.15' },
    ],
    [
      'dyt',
      { ...gpt2, n_embd: 8192 },
      { 'h.1.ln_1.alpha': '0.2', 'h.1.ln_2.alpha': '0.05', 'ln_f.bias': '0' },
    ],
    ['hf', llama, { 'embed_tokens.weight': N(0.02), '0.mlp.down_proj.weight': N(0.02) }],
    ['hf', { ...gpt2, initializer_range: 0.1 }, { 'wte.weight': N(0.1), 'h.0.mlp.c_proj.weight': N(0.05) }],
    ['hf', { ...llama, model_type: 'gemma', head_dim: 4 }, { 'model.norm.weight': '0' }],
  ])('%s of %j', (name, config, expected) => {
    for (const [ending, law] of Object.entries(expected))
      expect([ending, text(config, recipeOf(name), ending)]).toEqual([ending, law])
  })

  it('mup and completeP divide hidden variances by the width, and give the trainer its factors', () => {
    const model = modelOf(llama)
    const mup = recipeOf('mup', { baseWidth: 4, std: 0.1 })
    expect(text(llama, mup, '0.mlp.down_proj.weight')).toBe(N(0.05))
    expect(text(llama, mup, 'embed_tokens.weight')).toBe(N(0.1))
    expect(mup.multipliers?.(model)).toContainEqual({ of: 'output of the readout', factor: 0.25 })
    const complete = recipeOf('completeP', { baseWidth: 4, baseDepth: 1 })
    expect(text(llama, complete, '0.mlp.down_proj.weight')).toBe(N(0.01))
    const factors = Object.fromEntries(
      (complete.multipliers?.(model) ?? []).map(({ of, factor }) => [of, factor]),
    )
    expect(factors).toEqual({
      'output of each branch': 1 / 3,
      'output of the readout': 1 / 4,
      'learning rate of hidden matrices (Adam)': 1 / 4,
      'learning rate of embeddings, readout, biases and norms': 1,
      'exponent of the head width in attention scores': -1,
      'weight decay of hidden matrices': 4,
      'epsilon of what lies in blocks (Adam)': 1 / 12,
      'epsilon of embeddings, readout and last norm (Adam)': 1 / 4,
    })
    expect(mup.multipliers?.(model)).toContainEqual({ of: 'epsilon (Adam)', factor: 0.25 })
  })

  it('lora makes adapters alone, of any rank, in the shapes that peft gives them', () => {
    const shapes = (config: Config, rank: number | undefined) =>
      adapted(config, recipeOf('lora', { rank })).parameters.map(({ name, shape }) => [name, shape])
    const attention = 'base_model.model.model.layers.0.self_attn'
    expect(shapes(llama, 4).slice(0, 4)).toEqual([
      [`${attention}.q_proj.lora_A.weight`, [4, 16]],
      [`${attention}.q_proj.lora_B.weight`, [16, 4]],
      [`${attention}.v_proj.lora_A.weight`, [4, 16]],
      [`${attention}.v_proj.lora_B.weight`, [8, 4]],
    ])
    expect(shapes(llama, 4)).toHaveLength(3 * 4)
    // GPT-2 stores its matrices as [in, out]; adapters are linear layers all the same.
    expect(shapes(gpt2, undefined)[0]).toEqual([
      'base_model.model.transformer.h.0.attn.c_attn.lora_A.weight',
      [8, 16],
    ])
    expect(shapes(gpt2, undefined)[1]?.[1]).toEqual([48, 8])
  })

  it('dyt has α, γ and β for each norm, and all that the model has besides', () => {
    const names = (config: Config, recipe: Recipe) =>
      adapted(config, recipe).parameters.map(({ name }) => name)
    const rest = (config: Config, recipe: Recipe) =>
      names(config, recipe).filter((name) => !/norm|ln_/.test(name))
    for (const config of [llama, gpt2]) {
      expect(rest(config, recipeOf('dyt'))).toEqual(rest(config, recipeOf('hf')))
      const norms = names(config, recipeOf('dyt')).filter((name) => /norm|ln_/.test(name))
      const blocks = modelOf(config).depth
      expect(norms).toHaveLength(3 * (2 * blocks + 1))
      expect(new Set(norms).size).toBe(norms.length)
    }
    expect(recipeOf('dyt').multipliers?.(modelOf(llama))?.[0]?.factor).toBe(4)
  })

  it('all name their source', () => {
    for (const name of recipeNames) {
      const { source } = recipeOf(name, {
        ...(name === 'mup' && { baseWidth: 8 }),
        ...(name === 'completeP' && { baseWidth: 8, baseDepth: 1 }),
      })
      expect(source).toMatch(/https?:\/\//)
    }
  })
})

describe('recipes that do not fit', () => {
  it.each(['llama', 'olmo', 'fanIn', 'zeroOut', 'moddedNanoGpt'])('%s wants a readout of its own', (name) => {
    const tied = { ...llama, tie_word_embeddings: true }
    expect(() => lawsOf(modelOf(tied), recipeOf(name))).toThrow(
      /a readout of its own, got model.embed_tokens.weight = lm_head.weight; set tie_word_embeddings to false/,
    )
  })

  it('dyt wants norms in front of branches, lora queries and values', () => {
    const bert: Config = { ...llama, model_type: 'bert', type_vocab_size: 2, max_position_embeddings: 8 }
    expect(() => adapted(bert, recipeOf('dyt'))).toThrow(
      /recipe dyt: expected a model with norms in front of its branches, got BertForMaskedLM/,
    )
    expect(() => adapted({ ...llama, model_type: 'olmo2' }, recipeOf('dyt'))).toThrow(/got Olmo2ForCausalLM/)
    expect(adapted(bert, recipeOf('lora')).parameters).toHaveLength(3 * 4)
  })

  it('gpt2 wants GPT-2', () => {
    expect(() => lawsOf(modelOf(llama), recipeOf('gpt2'))).toThrow(
      /a model of the family gpt2, got llama; take megatron/,
    )
  })

  it.each<[string, Parameters<typeof recipeOf>[1], RegExp]>([
    ['lama', {}, /recipe: expected its name to be one of .*, got "lama"; did you mean "llama"\?/],
    ['llama', { std: 1 }, /recipe llama: expected no options, got std/],
    ['mup', {}, /recipe mup: expected baseWidth, got none/],
    ['mup', { baseWidth: 0 }, /baseWidth > 0, got 0/],
    ['mup', { baseWidth: 8, baseDepth: 2 }, /recipe mup: expected std, baseWidth, got baseDepth/],
    ['megatron', { std: Number.NaN }, /std/],
    ['toString', {}, /one of/],
    ['lora', { rank: 2.5 }, /recipe lora: expected rank to be an integer, got 2.5/],
    ['lora', { rank: 0 }, /rank > 0, got 0/],
    ['hf', { rank: 8 }, /recipe hf: expected no options, got rank/],
    ['hf', null as never, /an options object, got null/],
    ['mup', { width: 1 } as never, /options std, baseWidth, baseDepth, rank, got "width"/],
  ])('%s with %j', (name, options, error) => {
    expect(() => recipeOf(name, options)).toThrow(error)
  })

  it('one of a person’s own has laws that can be drawn in slices', () => {
    const own = (init: unknown): Recipe => ({
      ...{ name: 'own', source: 'here', stream: 'keyed' },
      laws: () => () => ({ init: init as never, reason: 'mine' }),
    })
    const model = modelOf(llama)
    expect(lawsOf(model, own(ones()))).toHaveLength(model.parameters.length)
    expect(() => lawsOf(model, own(orthogonal()))).toThrow(
      /recipe own: model.embed_tokens.weight: .*got orthogonal/,
    )
    expect(() =>
      lawsOf(
        model,
        own(() => 1),
      ),
    ).toThrow(TypeError)
    expect(() => lawsOf(model, own(null))).toThrow(TypeError)
  })

  it('one of PyTorch’s stream has normals where PyTorch draws them, and one law for each', () => {
    const own = (init: ReturnType<typeof normal>): Recipe => ({
      ...{ name: 'own', source: 'here', stream: 'torch' },
      laws: () => () => ({ init, reason: 'mine' }),
    })
    const fill = (config: Config, recipe: Recipe, ending: string) => {
      const model = modelOf(config)
      const law = lawsOf(model, recipe).find(({ parameter }) => parameter.name.endsWith(ending))
      return law && valuesOf(model, recipe, 1)(law)
    }
    expect(() => fill(llama, own(uniform()), 'lm_head.weight')).toThrow(
      /a normal law where PyTorch draws one/,
    )
    expect(() => fill(llama, own(normal()), 'norm.weight')).toThrow(/a normal law where PyTorch draws one/)
    const mixed: Recipe = { ...recipeOf('llama'), stream: 'torch' }
    expect(() => fill(phi3, mixed, 'gate_up_proj.weight')).toThrow(
      /one law for the whole parameter, got several/,
    )
  })
})

describe('keyed values', () => {
  /** What `net.initialize` gives at the path of a parameter. */
  const initialized = ({ name, shape }: Parameter, init: ReturnType<typeof normal>) =>
    init(createRequest({ path: name, shape, backend: cpu, rng: createRng(5).at(name) })).contiguous().data

  it.each([
    normal({ std: 0.3, mean: 1 }),
    truncatedNormal({ std: 2, low: -1 }),
    uniform({ low: -1, high: 3 }),
    ones(),
  ])('are those of @nn/init at the same path, in slices too: %j', (init) => {
    const recipe: Recipe = {
      ...{ name: 'own', source: 'here', stream: 'keyed' },
      laws: () => weights(() => ({ init, reason: 'mine' })),
    }
    const model = modelOf(llama)
    const [law] = lawsOf(model, recipe)
    if (law === undefined) throw new Error('no parameter')
    const fill = valuesOf(model, recipe, 5)(law)
    const whole = new Float32Array(sizeOf(law.parameter.shape))
    fill(whole, 0)
    expect(whole).toEqual(initialized(law.parameter, init))
    const slice = new Float32Array(101)
    fill(slice, 33)
    expect(slice).toEqual(whole.slice(33, 134))
  })

  it.each([
    [phi3, 'layers.1.mlp.gate_up_proj.weight', 24 * 16],
    [mixtral, 'layers.1.mlp.experts.gate_up_proj', 24 * 16],
  ])('of packed matrices follow the law of each: %j %s', (config, ending, half) => {
    const model = modelOf(config)
    const recipe = recipeOf('llama')
    const law = lawsOf(model, recipe).find(({ parameter }) => parameter.name.endsWith(ending))
    if (law === undefined) throw new Error('no parameter')
    const whole = new Float32Array(sizeOf(law.parameter.shape))
    valuesOf(model, recipe, 5)(law)(whole, 0)
    const [gate, up] = [0.02, depth(1)].map((std) => initialized(law.parameter, normal({ std })))
    for (let at = 0; at < whole.length; at += half) {
      const expected = (at / half) % 2 === 0 ? gate : up
      expect(whole.slice(at, at + half)).toEqual(expected?.slice(at, at + half))
    }
    const slice = new Float32Array(half)
    valuesOf(model, recipe, 5)(law)(slice, half - 5)
    expect(slice).toEqual(whole.slice(half - 5, 2 * half - 5))
  })

  it('have zeros in the row of padding, where the recipe has them', () => {
    const row = (recipe: Recipe) => {
      const model = modelOf(phi3)
      const [law] = lawsOf(model, recipe)
      if (law === undefined) throw new Error('no parameter')
      const values = new Float32Array(48)
      valuesOf(model, recipe, 5)(law)(values, 2 * 16)
      return [values.indexOf(0), values.lastIndexOf(0)]
    }
    expect(row(recipeOf('hf'))).toEqual([16, 31])
    expect(row(recipeOf('megatron'))).toEqual([-1, -1])
  })
})
