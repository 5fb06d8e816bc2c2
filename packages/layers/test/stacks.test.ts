/** Recipes count in the whole network, stack by stack, whichever part of it is initialised. */
import { cpu } from '@nn/backend-cpu'
import type { Recipe } from '@nn/init'
import * as recipes from '@nn/init/recipes'
import { createRng } from '@nn/random'
import type { Tensor } from '@nn/tensor'
import { describe, expect, it } from 'vitest'
import {
  Dense,
  Embedding,
  Module,
  ModuleDict,
  ModuleList,
  Sequential,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '../src/index.ts'

const small = { feedforwardUnits: 16 }
const encoder = (layers: number) => new TransformerEncoder(8, 2, { layers, ...small })
const decoder = (layers: number) => new TransformerDecoder(8, 2, { layers, ...small })
const block = () => new TransformerEncoderLayer(8, 2, small)

/** The recipes that read a depth or a position. */
const COUNTING: Readonly<Record<string, Recipe>> = {
  gpt2: recipes.gpt2(),
  beit: recipes.beit(),
  fixup: recipes.fixup(),
  smallInit: recipes.smallInit({ units: 8 }),
  deepNorm: recipes.deepNorm(),
  subLn: recipes.subLn(),
  tFixup: recipes.tFixup(),
}
const counting = Object.entries(COUNTING)

/** Law and reason of each parameter, by its place in the module that was asked. */
function laws(module: Module, recipe: Recipe, below = ''): [string, string, string][] {
  const { rows } = module.plan({ recipe })
  return rows
    .filter(({ path }) => path.startsWith(below))
    .map(({ path, law, reason }) => [path.slice(below.length), law, reason])
}

describe('a part of a network', () => {
  it.each(counting)('%s: has the laws that the whole gives it', (_, recipe) => {
    const [one, two] = [encoder(12), decoder(3)]
    const net = new ModuleDict({ table: new Embedding(10, 8), one, two })
    for (const [path, part] of [
      ['one.', one],
      ['one.layers.3.', one.layers[3]],
      ['two.layers.2.', two.layers[2]],
    ] as const) {
      if (part === undefined) throw new Error(path)
      expect(laws(part, recipe)).toEqual(laws(net, recipe, path))
    }
  })

  it('has its bits, too, and is all that changes', () => {
    const whole = encoder(12)
    whole.initialize({ recipe: recipes.gpt2(), rng: createRng(1), backend: cpu })
    const net = encoder(12)
    const report = net.layers[3]?.initialize({ recipe: recipes.gpt2(), rng: createRng(1), backend: cpu })
    const row = report?.rows.find(({ path }) => path === 'linear2.weight')
    expect(row?.reason).toBe('gpt2: last of 24 residual branches')
    const of = (of: TransformerEncoder) => of.layers[3]?.linear2.weight.data
    expect(of(net)?.equals(of(whole) as Tensor)).toBe(true)
    expect(net.layers[4]?.linear2.weight.state).toBe('declared')
  })

  it('does not answer for shapes of the others', () => {
    const net = new Sequential(new Dense(4), new Dense(4, { inUnits: 4 }))
    const recipe = recipes.mup({ base: { '1.weight': [2, 2] } })
    expect(net.layers[1].plan({ recipe }).rows[0]?.reason).toBe('mup: width × 2')
  })

  it('takes the roles of the whole, and tells of a part that has none', () => {
    const part = new Sequential(new Dense(4, { inUnits: 4 }))
    const net = new ModuleList([new Sequential(new Dense(4, { inUnits: 4 })), part])
    const recipe = recipes.gpt2({ roles: { residualOut: '*.0.weight' } })
    expect(laws(part, recipe)).toEqual(laws(net, recipe, '1.'))
    const norm = encoder(2).layers[0]?.norm1
    const elsewhere = recipes.skipInit({ roles: { residualScale: '**.norm2.weight' } })
    expect(() => norm?.plan({ recipe: elsewhere })).toThrow(
      'expected recipe skipInit to be for a parameter, got none',
    )
  })

  it('is handed to a recipe of your own as the whole, with the paths that are asked', () => {
    const net = encoder(2)
    let seen: unknown
    const recipe: Recipe = {
      config: { name: 'mine' },
      assign(parameters, only) {
        seen = [parameters.length, [...(only ?? [])].every((path) => path.startsWith('layers.1.'))]
        return recipes.unitScaling().assign(parameters)
      },
    }
    const { rows } = net.layers[1]?.plan({ recipe }) ?? { rows: [] }
    expect(seen).toEqual([net.parameters().size, true])
    expect(rows.filter(({ source }) => source === 'recipe').length).toBeGreaterThan(0)
  })
})

describe('a block without its network', () => {
  it.each(counting)('%s: is an error that says so', (name, recipe) => {
    for (const alone of [block(), new TransformerDecoderLayer(8, 2, small), encoder(4).layers[1]?.clone()]) {
      expect(() => alone?.plan({ recipe })).toThrow(RangeError)
      expect(() => alone?.initialize({ recipe, rng: createRng(1), backend: cpu })).toThrow(
        `${name}: expected a network whose blocks can be counted, got one block on its own; initialise it in its network, or give {`,
      )
    }
  })

  it('is what it is in the whole, with what is given', () => {
    const whole = encoder(12)
    const pairs: [Recipe, Recipe][] = [
      [recipes.gpt2(), recipes.gpt2({ layers: 12 })],
      [recipes.fixup(), recipes.fixup({ layers: 12 })],
      [recipes.smallInit({ units: 8 }), recipes.smallInit({ units: 8, layers: 12 })],
      [recipes.beit(), recipes.beit({ firstBlock: 3 })],
      [recipes.deepNorm(), recipes.deepNorm({ encoderLayers: 12 })],
      [recipes.subLn(), recipes.subLn({ encoderLayers: 12 })],
      [recipes.tFixup(), recipes.tFixup({ encoderLayers: 12 })],
    ]
    for (const [counted, given] of pairs)
      expect(laws(block(), given)).toEqual(laws(whole, counted, 'layers.3.'))
    const three = recipes.gpt2({ layers: 6 })
    const { rows } = new TransformerDecoderLayer(8, 2, small).plan({ recipe: three })
    expect(rows.find(({ path }) => path === 'linear2.weight')?.reason).toBe(
      'gpt2: last of 18 residual branches',
    )
  })

  it.each(counting)('%s: a whole of one block is a whole', (_, recipe) => {
    for (const net of [encoder(1), new Sequential(block()), new ModuleDict({ one: block() })]) {
      expect(() => net.plan({ recipe })).not.toThrow()
    }
  })
})

describe('several stacks', () => {
  it.each(counting)('%s: towers are counted apart, however they are held', (_, recipe) => {
    const alone = [12, 3, 1].map((layers) => laws(encoder(layers), recipe))
    const dict = new ModuleDict({ image: encoder(12), text: encoder(3), third: encoder(1) })
    expect(['image.', 'text.', 'third.'].map((path) => laws(dict, recipe, path))).toEqual(alone)
    const list = new ModuleList([encoder(12), encoder(3), encoder(1)])
    expect(['0.', '1.', '2.'].map((path) => laws(list, recipe, path))).toEqual(alone)
  })

  it('gpt2: an encoder and a decoder are', () => {
    const net = new ModuleDict({ one: encoder(4), two: decoder(2) })
    const reasons = laws(net, recipes.gpt2()).map(([path, , reason]) => [path, reason] as const)
    expect(new Map(reasons).get('one.layers.0.linear2.weight')).toBe('gpt2: last of 8 residual branches')
    expect(new Map(reasons).get('two.layers.1.linear2.weight')).toBe('gpt2: last of 6 residual branches')
  })

  it.each(counting)('%s: blocks in a sequence are one', (_, recipe) => {
    const net = new Sequential(block(), block(), block())
    expect(laws(net, recipe)).toEqual(
      laws(encoder(3), recipe).map(([path, ...rest]) => [path.slice('layers.'.length), ...rest]),
    )
  })

  it('stages that declare nothing are one network', () => {
    class Stage extends Module {
      readonly blocks = [0, 1].map(() => new Sequential(new Dense(4, { inUnits: 4, use: 'residualOut' })))
      forward(): void {}
    }
    const net = new ModuleDict({ layer1: new Stage(), layer2: new Stage() })
    const reason = net.plan({ recipe: recipes.gpt2() }).rows[0]?.reason
    expect(reason).toBe('gpt2: last of 4 residual branches')
  })

  it('towers of your own are told apart by their kind', () => {
    class Tower extends Module {
      override readonly kind = 'encoder'
      readonly blocks: readonly Dense[]
      constructor(depth: number) {
        super()
        this.blocks = Array.from({ length: depth }, () => new Dense(4, { inUnits: 4, use: 'residualOut' }))
      }
      forward(): void {}
    }
    const net = new ModuleDict({ one: new Tower(4), two: new Tower(2) })
    const reasons = net.plan({ recipe: recipes.gpt2() }).rows.map(({ reason }) => reason)
    expect(reasons[0]).toBe('gpt2: last of 4 residual branches')
    expect(reasons.at(-2)).toBe('gpt2: last of 2 residual branches')
  })
})
