import * as init from '@nn/init'
import { describe, expect, it } from 'vitest'
import { GROUPS, INNER, initializerEntry, RECIPES, recipeEntry } from '../src/catalogue/entries.ts'
import { makeInitializer } from '../src/catalogue/make-initializer.ts'
import { makeRecipe } from '../src/catalogue/make-recipe.ts'
import type { Entry, GivenOptions } from '../src/catalogue/option.ts'
import { startNetwork } from '../src/networks/start-network.ts'
import { defaultsOf } from '../src/state/defaults.ts'
import { ProblemError } from '../src/state/problem.ts'
import {
  type Choice,
  DIALECTS,
  type LabState,
  NETWORKS,
  type NetworkName,
  type RoleName,
} from '../src/state/state.ts'

const ENTRIES = GROUPS.flatMap(({ entries }) => entries)
const NOTHING = { startedFrom: () => ({}) }

/** Exports of `@nn/init` that make no initializer. */
const OTHERS = [
  ...['calculateGain', 'computeBlockFans', 'computeFans', 'createRequest', 'draw', 'gain', 'matchesPath'],
]

/** Where an initializer calls itself by another name: Keras's names of laws, and the function that is applied. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  glorotUniform: 'xavierUniform',
  glorotNormal: 'xavierTruncatedNormal',
  heUniform: 'kaimingUniform',
  heNormal: 'kaimingTruncatedNormal',
  mapped: 'abs',
}

/** What has to be given, with what a form begins with. */
function requiredOf({ options }: Entry): GivenOptions {
  const required = options.flatMap(({ name, isRequired, default: initial }) =>
    isRequired === true && initial !== undefined ? [[name, initial] as const] : [],
  )
  return Object.fromEntries(required)
}

/** A small network with a choice for a role. */
function stateOf(network: NetworkName, role: RoleName, choice: Choice): LabState {
  const usual = defaultsOf(network)
  return { ...usual, depth: 2, width: 16, batch: 4, init: { ...usual.init, [role]: choice } }
}

async function problemsOf(state: LabState): Promise<ProblemError['problems']> {
  try {
    await startNetwork(state)
    return []
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  }
}

describe('the catalogue', () => {
  it('has every initializer of @nn/init, once', () => {
    const exported = Object.entries(init)
      .filter(([name, value]) => typeof value === 'function' && !name.endsWith('_') && !OTHERS.includes(name))
      .map(([name]) => name)
    expect(ENTRIES.map(({ name }) => name).sort()).toEqual(exported.sort())
  })

  it.each(ENTRIES)('makes $name', (entry) => {
    const made = makeInitializer(entry.name, requiredOf(entry), NOTHING)
    expect(made.config.name).toBe(OWN_NAMES[entry.name] ?? entry.name)
  })

  it.each(ENTRIES)('has the defaults of $name', (entry) => {
    const required = requiredOf(entry)
    const plain = makeInitializer(entry.name, required, NOTHING)
    for (const { name, default: initial } of entry.options) {
      if (initial === undefined) continue
      const given = makeInitializer(entry.name, { ...required, [name]: initial }, NOTHING)
      expect([name, given.config]).toEqual([name, plain.config])
    }
  })

  it.each(ENTRIES)('has words that $name takes, and it refuses others', (entry) => {
    const required = requiredOf(entry)
    for (const option of entry.options) {
      const make = (value: number | string | boolean) =>
        makeInitializer(entry.name, { ...required, [option.name]: value }, NOTHING)
      if (option.kind === 'choice') {
        for (const value of option.values) expect(() => make(value), value).not.toThrow()
        // The parts of a packed weight are for the weight to know.
        if (option.name !== 'block') expect(() => make('nonsense')).toThrow(/nonsense/)
      }
    }
  })

  it('says what an initializer says of options that it refuses', async () => {
    const choice = { name: 'uniform', options: { low: 1, high: 0 } }
    expect(await problemsOf(stateOf('mlp', 'weight', choice))).toEqual([
      { field: 'weight', text: expect.stringMatching(/^uniform: expected low/) },
    ])
    const slope = { name: 'kaimingNormal', options: { slope: 0.1 } }
    expect(await problemsOf(stateOf('mlp', 'bias', slope))).toEqual([
      { field: 'bias', text: expect.stringMatching(/^kaimingNormal: expected/) },
    ])
  })

  it('knows names alone', () => {
    for (const name of ['gain', 'zeros_', 'toString', '__proto__', '']) {
      expect(initializerEntry(name)).toBeUndefined()
      expect(recipeEntry(name)).toBeUndefined()
    }
    expect(() => makeInitializer('nonsense', {}, NOTHING)).toThrow(/expected an initializer of the catalogue/)
    expect(() => makeRecipe('toString', {})).toThrow(/expected one of gpt2/)
    expect(INNER.every((name) => initializerEntry(name) !== undefined)).toBe(true)
  })
})

describe('an initializer in a network', () => {
  it.each(ENTRIES)('$name starts it, or is refused where it was chosen', async (entry) => {
    for (const network of NETWORKS) {
      for (const role of ['weight', 'bias', 'embedding'] as const) {
        if (role === 'embedding' && network !== 'transformer') continue
        const choice = { name: entry.name, options: requiredOf(entry) }
        const problems = await problemsOf(stateOf(network, role, choice))
        for (const { field } of problems) expect([network, field]).toEqual([network, role])
      }
    }
  })

  it.each(DIALECTS)(
    'of whatever name starts the chapter in dialect %s, or is refused where it was chosen',
    async (dialect) => {
      for (const entry of ENTRIES) {
        const choice = { name: entry.name, options: requiredOf(entry) }
        const problems = await problemsOf({ ...stateOf('chapter', 'weight', choice), dialect })
        for (const { field } of problems) expect([entry.name, field]).toEqual([entry.name, 'weight'])
      }
    },
  )

  it.each([
    ['dirac', 'mlp', 'weight', /^0\.weight: expected .*\[16, 16\]/],
    ['xavierNormal', 'mlp', 'bias', /rule role "bias"/],
    ['chrono', 'mlp', 'bias', /^0\.bias: expected/],
    ['lstmBias', 'transformer', 'embedding', /^embedding\.weight: expected/],
    ['byBlock', 'residual', 'weight', /^0\.weight: expected/],
  ] as const)('%s in the %s’s %s is refused with the reason', async (name, network, role, text) => {
    const options = requiredOf(initializerEntry(name) ?? { name, options: [] })
    expect(await problemsOf(stateOf(network, role, { name, options }))).toEqual([
      { field: role, text: expect.stringMatching(text) },
    ])
  })

  it('is for its role alone', async () => {
    const { network } = await startNetwork(stateOf('transformer', 'weight', { name: 'ones', options: {} }))
    const isOne = (path: string) => network.net.parameters().get(path)?.data.eq(1).all().item()
    expect(isOne('encoder.layers.0.selfAttn.inProjWeight')).toBe(true)
    expect(isOne('head.weight')).toBe(true)
    expect(isOne('embedding.weight')).toBe(false)
    expect(isOne('head.bias')).toBe(false)
    const table = await startNetwork(stateOf('transformer', 'embedding', { name: 'ones', options: {} }))
    const ones = [...table.network.net.parameters()].filter(
      ([, { role, data }]) => role === 'weight' && data.eq(1).all().item(),
    )
    expect(ones.map(([path]) => path)).toEqual(['embedding.weight'])
  })

  it('of a checkpoint has the values of another seed', async () => {
    const choice = { name: 'fromCheckpoint', options: { seed: 7 } }
    const { network } = await startNetwork(stateOf('mlp', 'weight', choice))
    const other = await startNetwork({ ...stateOf('mlp', 'weight', { name: 'default' }), seed: 7 })
    const values = (of: typeof network) => of.net.parameters().get('2.weight')?.data.toNested()
    expect(values(network)).toEqual(values(other.network))
  })
})

describe('recipes', () => {
  it.each(RECIPES.entries)('$name starts a transformer', async ({ name }) => {
    expect(await problemsOf(stateOf('transformer', 'weight', { name, options: {} }))).toEqual([])
  })

  it('that do not suit a network are refused at the weights', async () => {
    const gpt2 = { name: 'gpt2', options: {} }
    expect(await problemsOf(stateOf('mlp', 'weight', gpt2))).toEqual([
      { field: 'weight', text: expect.stringMatching(/^gpt2: expected a parameter with role residualOut/) },
    ])
    expect(await problemsOf(stateOf('transformer', 'bias', gpt2))).toEqual([
      { field: 'bias', text: 'gpt2 is a recipe; choose it for the weights' },
    ])
  })

  it('scale what ends a residual branch', async () => {
    const state = stateOf('transformer', 'weight', { name: 'gpt2', options: { std: 0.1 } })
    const { network } = await startNetwork(state)
    const std = (path: string) => network.net.parameters().get(path)?.choice?.init.config.std
    expect(std('encoder.layers.1.linear1.weight')).toBe(0.1)
    expect(std('encoder.layers.1.linear2.weight')).toBe(0.1 / Math.sqrt(4))
  })
})
