import { describe, expect, it } from 'vitest'
import type { Axes, Recipe, RecipeParameter } from '../src/index.ts'
import * as recipes from '../src/recipes/index.ts'
import exact from './fixtures/exact.json' with { type: 'json' }
import type { ErrorClass } from './request.ts'

const linear: Axes = { out: 0, in: 1 }

function parameter(path: string, shape: number[], role = 'weight', axes?: Axes): RecipeParameter {
  return { path, shape, role, axes: axes ?? (shape.length === 2 ? linear : undefined) }
}

/** A transformer of `layers` blocks of width d, named as GPT-2's. */
function gpt(layers: number, d = 8, stack = 'h'): RecipeParameter[] {
  const qkv = { out: 0, in: 1, blocks: { axis: 0, names: ['query', 'key', 'value'] } }
  const block = (i: number): RecipeParameter[] => [
    parameter(`${stack}.${i}.attn.c_attn.weight`, [3 * d, d], 'weight', qkv),
    parameter(`${stack}.${i}.attn.c_attn.bias`, [3 * d], 'bias', { out: 0, blocks: qkv.blocks }),
    parameter(`${stack}.${i}.attn.c_proj.weight`, [d, d]),
    parameter(`${stack}.${i}.ln.weight`, [d], 'scale'),
    parameter(`${stack}.${i}.mlp.c_fc.weight`, [4 * d, d]),
    parameter(`${stack}.${i}.mlp.c_proj.weight`, [d, 4 * d]),
  ]
  const table = parameter('wte.weight', [100, d], 'weight', { in: 0, out: 1, lookup: true })
  return [table, ...Array.from({ length: layers }, (_, i) => block(i)).flat()]
}
const roles = { residualOut: '**.c_proj.weight', feedforward: '**.c_fc.weight' }

/** The law of one path under a recipe, of fans [in, out] that its shape has. */
function std(recipe: Recipe, parameters: RecipeParameter[], path: string): number | undefined {
  const assigned = recipe.assign(parameters).get(path)
  const { shape, axes } = parameters.find((candidate) => candidate.path === path)!
  const [out = 1, inUnits = 1] = shape as number[]
  return assigned?.init.describe({ shape, fans: { fanIn: inUnits, fanOut: out }, axes }).std
}
const close = (actual: number | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 13)

describe('depth is counted', () => {
  it.each(exact.depth.gpt2_residual_std)('GPT-2 of $layers layers', ({ layers, std: wanted }) => {
    const net = gpt(layers)
    const recipe = recipes.gpt2({ roles })
    close(std(recipe, net, `h.${layers - 1}.mlp.c_proj.weight`), wanted)
    close(std(recipe, net, 'h.0.attn.c_proj.weight'), wanted)
    close(std(recipe, net, 'wte.weight'), 0.02)
    close(std(recipe, net, 'h.0.attn.c_attn.weight'), 0.02)
    expect(std(recipe, net, 'h.0.attn.c_attn.bias')).toBe(0)
    expect(recipe.assign(net).has('h.0.ln.weight')).toBe(false)
  })

  it.each(exact.depth.beit_depth_divisor)('BEiT block $l', ({ l, divide_by }) => {
    const net = gpt(12)
    const got = recipes.beit({ roles }).assign(net).get(`h.${l}.mlp.c_proj.weight`)!
    expect(got.reason).toBe(`beit: residual branch of block ${l}`)
    const { config } = got.init
    close(config.std as number, 0.02 / divide_by)
    expect([config.bounds, config.high]).toEqual(['absolute', 2 / divide_by])
  })

  it.each(exact.depth.fixup_scale)('Fixup with $L branches of $m layers', ({ L, m, scale }) => {
    const net = Array.from({ length: L }, (_, b) =>
      Array.from({ length: m }, (_, i) => parameter(`blocks.${b}.conv${i}.weight`, [8, 8])),
    ).flat()
    net.push(
      parameter('blocks.0.downsample.weight', [8, 8]),
      parameter('fc.weight', [2, 8]),
      parameter('fc.bias', [2], 'bias'),
      parameter('stem.weight', [8, 3]),
    )
    const recipe = recipes.fixup({
      roles: {
        residualOut: `blocks.*.conv${m - 1}.weight`,
        readout: 'fc.*',
        shortcut: '**downsample.weight',
      },
    })
    close(std(recipe, net, 'blocks.0.conv0.weight'), Math.sqrt(2 / 8) * scale)
    for (const path of [`blocks.0.conv${m - 1}.weight`, 'fc.weight', 'fc.bias'])
      expect(std(recipe, net, path)).toBe(0)
    close(std(recipe, net, 'blocks.0.downsample.weight'), Math.sqrt(2 / 8))
    close(std(recipe, net, 'stem.weight'), Math.sqrt(2 / 8)) // fan out
  })

  it.each(exact.depth.deepnorm_encoder_or_decoder_only)('DeepNorm of $N layers', ({ N, alpha, beta }) => {
    const constants = recipes.deepNormConstants({ encoder: N }).encoder
    close(constants.alpha, alpha)
    close(constants.beta, beta)
    const recipe = recipes.deepNorm({ roles })
    const net = gpt(N)
    close(std(recipe, net, 'h.0.mlp.c_fc.weight'), beta * Math.sqrt(2 / 40))
    close(std(recipe, net, 'h.0.attn.c_proj.weight'), beta * Math.sqrt(2 / 16))
    expect(recipe.assign(net).has('wte.weight')).toBe(false)
    expect(std(recipe, net, 'h.0.attn.c_attn.bias')).toBe(0)
    const packed = recipe.assign(net).get('h.0.attn.c_attn.weight')!.init
    const law = packed.describe({ shape: [24, 8], fans: undefined, axes: net[1]!.axes })
    close(law.std, Math.sqrt(((2 + beta * beta) / 3) * (2 / 16)))
  })

  it.each(exact.depth.deepnorm_decoder_of_encdec)('DeepNorm, decoder of $M layers', ({ M, alpha, beta }) => {
    const { decoder } = recipes.deepNormConstants({ encoder: 6, decoder: M })
    close(decoder.alpha, alpha)
    close(decoder.beta, beta)
  })

  it('DeepNorm, encoder beside a decoder: the numbers of the authors’ code', () => {
    const { encoder } = recipes.deepNormConstants({ encoder: 18, decoder: 6 })
    close(encoder.alpha, 0.81 * (18 ** 4 * 6) ** (1 / 16))
    close(encoder.beta, 1.15 / (18 ** 4 * 6) ** (1 / 16))
  })

  it.each(exact.depth.tfixup)('T-Fixup of $N layers', ({ N, encoder, decoder }) => {
    const inDecoder = gpt(N, 8, 'two.layers').map((one) => ({ ...one, within: ['decoder'] as const }))
    const net = [...gpt(N, 8, 'one.layers'), ...inDecoder.slice(1)]
    const recipe = recipes.tFixup({ roles })
    const xavier = Math.sqrt(2 / 16)
    close(std(recipe, net, 'one.layers.0.attn.c_proj.weight'), encoder * xavier)
    close(std(recipe, net, 'two.layers.0.attn.c_proj.weight'), decoder * xavier)
    close(std(recipe, net, 'wte.weight'), decoder / Math.sqrt(8))
  })

  it.each(exact.depth.subln)('Sub-LN of $N layers', ({ N, scale }) => {
    close(std(recipes.subLn({ roles }), gpt(N), 'h.0.mlp.c_fc.weight'), scale * Math.sqrt(2 / 40))
  })

  it.each(exact.depth.small_init)('small init, width $d', ({ d, std: wanted }) => {
    close(std(recipes.smallInit({ roles }), gpt(2, d), 'h.0.mlp.c_fc.weight'), wanted)
  })

  it.each(exact.depth.wang_init)('Wang init, width $d, $L layers', ({ d, L, std: wanted }) => {
    close(std(recipes.smallInit({ roles }), gpt(L, d), 'h.0.mlp.c_proj.weight'), wanted)
    close(std(recipes.smallInit({ roles, layers: L, units: d }), gpt(1, 8), 'h.0.mlp.c_proj.weight'), wanted)
  })

  it('finds blocks in a sequence of sequences, and one block alone', () => {
    const nested = ['1.0', '1.1', '1.2'].flatMap((block) => [
      parameter(`${block}.a.weight`, [8, 8]),
      parameter(`${block}.b.weight`, [8, 8]),
    ])
    const recipe = recipes.beit({ roles: { residualOut: '**.b.weight' } })
    expect([...recipe.assign(nested).values()].map(({ reason }) => reason)).toEqual(
      [0, 1, 2].flatMap((l) => ['beit: weight', `beit: residual branch of block ${l}`]),
    )
    const alone = [parameter('branch.a.weight', [8, 8]), parameter('branch.b.weight', [8, 8])]
    expect(recipe.assign(alone).get('branch.b.weight')!.reason).toBe('beit: residual branch of block 0')
  })
})

describe('roles that start small', () => {
  const net = [
    parameter('0.conv.weight', [8, 8], 'residualOut'),
    parameter('0.factor', [], 'residualScale'),
    parameter('0.norm.weight', [8], 'residualGain'),
    parameter('0.gamma', [8], 'layerScale'),
  ]
  it.each<[Recipe, string, number]>([
    [recipes.skipInit(), '0.factor', 0],
    [recipes.zeroLast(), '0.norm.weight', 0],
    [recipes.layerScale(), '0.gamma', 1e-5],
  ])('%#', (recipe, path, value) => {
    const assigned = recipe.assign(net)
    expect([...assigned.keys()]).toEqual([path])
    expect(assigned.get(path)!.init.describe({ shape: [8], fans: undefined }).mean).toBe(value)
  })

  it('zeroLast takes the last layer where there is no norm', () => {
    expect([...recipes.zeroLast().assign(net.slice(0, 1)).keys()]).toEqual(['0.conv.weight'])
  })
})

describe('mup', () => {
  const wide = (d: number) => [
    parameter('in.weight', [d, 4]),
    parameter('mid.weight', [d, d]),
    parameter('head.weight', [2, d], 'readout'),
    parameter('mid.bias', [d], 'bias'),
  ]
  const base = Object.fromEntries(wide(16).map(({ path, shape }) => [path, shape]))
  it('scales what is wide both ways', () => {
    const recipe = recipes.mup({ base, std: 0.1 })
    const got = wide(256).map(({ path }) => std(recipe, wide(256), path))
    expect(got).toEqual([0.1, 0.025, 0.1, 0])
    expect(std(recipes.mup({ base, zeroReadout: true }), wide(256), 'head.weight')).toBe(0)
  })

  it('is the base itself at the base width', () => {
    const recipe = recipes.mup({ base })
    expect(std(recipe, wide(16), 'mid.weight')).toBe(0.02)
  })

  it('names what the base lacks', () => {
    const attempt = () => recipes.mup({ base: {} }).assign(wide(64))
    expect(attempt).toThrow('mup: expected a base shape like [64, 4] for in.weight, got none')
  })
})

it('unit scaling makes every weight unit, whatever its size', () => {
  const net = gpt(2)
  const recipe = recipes.unitScaling()
  expect(['wte.weight', 'h.1.mlp.c_fc.weight'].map((path) => std(recipe, net, path))).toEqual([1, 1])
})

describe('bad options', () => {
  it.each<[() => unknown, ErrorClass, string]>([
    [() => recipes.gpt2({ std: -1 }), RangeError, 'gpt2: expected std >= 0, got -1'],
    [
      () => recipes.gpt2({ sdt: 1 } as never),
      TypeError,
      'gpt2: expected options std, layers, roles, got "sdt"; did you mean "std"?',
    ],
    [
      () => recipes.gpt2({ roles: { residualOuts: 'a' } as never }),
      RangeError,
      'got "residualOuts"; did you mean "residualOut"?',
    ],
    [
      () => recipes.gpt2({ roles: { readout: 3 as never } }),
      TypeError,
      'gpt2: expected patterns for role readout, got 3',
    ],
    [
      () => recipes.gpt2().assign(gpt(1)),
      RangeError,
      "gpt2: expected a parameter with role residualOut, got none of wte.weight, h.0.attn.c_attn.weight, h.0.attn.c_attn.bias; declare the role, or give { roles: { residualOut: '**.name' } }",
    ],
    [
      () => recipes.gpt2({ roles: { residualOut: '**.c_prj.weight' } }).assign(gpt(1)),
      RangeError,
      'gpt2: expected "**.c_prj.weight" to match a parameter for role residualOut, got none; it has',
    ],
    [
      () => recipes.fixup({ mode: 'fanAvg' as never }),
      RangeError,
      'fixup: expected mode to be one of fanIn, fanOut, got "fanAvg"',
    ],
    [
      () => recipes.tFixup({ encoderLayers: 1.5 }),
      RangeError,
      'tFixup: expected encoderLayers to be an integer >= 0, got 1.5',
    ],
    [
      () => recipes.layerScale({ value: Number.NaN }),
      RangeError,
      'layerScale: expected value to be a number, got NaN',
    ],
    [() => recipes.mup({} as never), TypeError, 'mup: expected base to be shapes by path, got undefined'],
    [
      () => recipes.smallInit({ units: 0 }),
      RangeError,
      'smallInit: expected units to be an integer >= 1, got 0',
    ],
    [
      () => recipes.smallInit({ roles }).assign(gpt(1).slice(1)),
      RangeError,
      'smallInit: expected an embedding of known width, got none; give { units: 512 }',
    ],
    [
      () => recipes.tFixup({ roles }).assign([{ ...gpt(1)[0]!, shape: [100, null] }, ...gpt(1).slice(1)]),
      RangeError,
      'tFixup: expected the width of wte.weight to be known, got null; give the layer its size',
    ],
  ])('%#', (attempt, kind, message) => {
    expect(attempt).toThrow(kind)
    expect(attempt).toThrow(message)
  })
})

describe('what is declared', () => {
  const weight = parameter('a.weight', [8, 8])

  it.each<[Partial<RecipeParameter>, string]>([
    [{ kind: 'linaer' as never }, 'a.weight: expected kind to be one of linear, '],
    [{ within: ['encoder', 'decodr' as never] }, 'got "decodr"; did you mean "decoder"?'],
    [{ use: 'residualout' as never }, 'a.weight: expected use to be one of embedding, '],
  ])('refuses %j', (declared, message) => {
    expect(() => recipes.unitScaling().assign([{ ...weight, ...declared }])).toThrow(RangeError)
    expect(() => recipes.unitScaling().assign([{ ...weight, ...declared }])).toThrow(message)
  })

  it('a role that is given outweighs one that is declared, and a role a use', () => {
    const declared = { ...weight, use: 'residualOut' } as const
    const reason = (one: RecipeParameter, options = {}) =>
      recipes
        .gpt2(options)
        .assign([one, { ...declared, path: 'b' }])
        .get(one.path)?.reason
    expect(reason(declared)).toBe('gpt2: last of 2 residual branches')
    expect(reason({ ...declared, role: 'value' })).toBe('gpt2: value')
    expect(reason(declared, { roles: { readout: 'a.*' } })).toBe('gpt2: readout')
    expect(reason({ ...weight, use: 'attentionOutput' })).toBe('gpt2: last of 2 residual branches')
    expect(reason({ ...weight, use: 'state' })).toBe('gpt2: weight')
  })
})
