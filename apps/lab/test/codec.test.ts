import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '../src/activations/activation-names.ts'
import { GROUPS, RECIPES } from '../src/catalogue/entries.ts'
import type { Entry, Option, OptionValue } from '../src/catalogue/option.ts'
import { decodeState, encodeState, RANGES } from '../src/link/codec.ts'
import { SUITS } from '../src/networks/suits.ts'
import { DEFAULT_STATE, defaultsOf, withNetwork } from '../src/state/defaults.ts'
import { type Choice, DATA, DIALECTS, type LabState, NETWORKS } from '../src/state/state.ts'
import { STATES } from './states.ts'

const INITIALIZERS = GROUPS.flatMap(({ entries }) => entries)

function valuesOf(option: Option): fc.Arbitrary<OptionValue> {
  if (option.kind === 'choice') return fc.constantFrom(...option.values)
  if (option.kind === 'boolean') return fc.boolean()
  // Links have no −0.
  return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
}

function entryOf({ name, options }: Entry): fc.Arbitrary<Choice> {
  const values = Object.fromEntries(options.map((option) => [option.name, valuesOf(option)]))
  const requiredKeys = options.filter(({ isRequired }) => isRequired).map((option) => option.name)
  return fc.record(values, { requiredKeys, noNullPrototype: true }).map((given) => ({ name, options: given }))
}

const choiceOf = (entries: readonly Entry[]): fc.Arbitrary<Choice> =>
  fc.oneof(
    fc.constant<Choice>({ name: 'default' }),
    fc.string({ unit: 'binary' }).map((code): Choice => ({ name: 'custom', code })),
    fc.constantFrom(...entries).chain(entryOf),
  )

const whole = ([min, max]: readonly [number, number]) => fc.integer({ min, max })

const states: fc.Arbitrary<LabState> = fc.constantFrom(...NETWORKS).chain((network) =>
  fc.record({
    network: fc.constant(network),
    depth: whole(RANGES.depth),
    width: whole(RANGES.width),
    activation: fc.constantFrom<string>(...ACTIVATION_NAMES),
    init: fc.record({
      weight: choiceOf([...INITIALIZERS, ...RECIPES.entries]),
      bias: choiceOf(INITIALIZERS),
      embedding: choiceOf(INITIALIZERS),
    }),
    dialect: fc.constantFrom(...DIALECTS),
    data: fc.constantFrom(...SUITS[network].data),
    batch: whole(RANGES.batch),
    seed: whole(RANGES.seed),
    parameter: fc.string(),
  }),
)

describe('a link', () => {
  it('gives every state back', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(decodeState(`#${encodeState(state)}`)).toEqual({ state, problems: [] })
      }),
      { numRuns: 1000 },
    )
  })

  it('has nothing that an address bar would change', () => {
    fc.assert(
      fc.property(states, (state) => {
        const hash = `#${encodeState(state)}`
        expect(new URL(hash, 'https://example.org/').hash).toBe(hash === '#' ? '' : hash)
      }),
    )
  })

  it('gives a state of whatever is typed, and never throws', () => {
    const pairs = fc
      .array(
        fc.tuple(
          fc.constantFrom('network', 'depth', 'weight', 'seed', 'data', 'x', '%'),
          fc.string({ unit: 'binary' }),
        ),
      )
      .map((items) => items.map(([name, value]) => `${name}=${value}`).join('&'))
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), pairs), (text) => {
        const { state } = decodeState(text)
        // What was taken is a state like any other.
        expect(decodeState(encodeState(state)).problems).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('is short, and says what it means', () => {
    expect(encodeState(DEFAULT_STATE)).toBe('')
    expect(encodeState(defaultsOf('lenet'))).toBe('network=lenet')
    const weight = { name: 'kaimingNormal', options: { nonlinearity: 'tanh', gain: 0.5 } }
    const state = {
      ...DEFAULT_STATE,
      depth: 50,
      init: { ...DEFAULT_STATE.init, weight },
      dialect: 'torch',
    } as const
    expect(encodeState(state)).toBe('depth=50&weight=kaimingNormal(nonlinearity=tanh,gain=0.5)&dialect=torch')
    expect(STATES.find(({ name }) => name === 'the chapter, custom')?.hash).toBe(
      'network=chapter&weight=custom((request)%20=%3E%20%7B%0A%20%20const%20w%20=%20uniform(%7B%20low:%20-10,%20high:%2010%20%7D)(request)%0A%20%20return%20w.mul_(w.abs().ge(5))%0A%7D)',
    )
  })

  it('reads what a person types', () => {
    const text =
      'network=mlp&depth=50&width=100&activation=tanh&weight=kaimingNormal( nonlinearity = tanh )&bias=zeros&dialect=torch&seed=42'
    const { state, problems } = decodeState(text)
    expect(problems).toEqual([])
    expect(state).toEqual({
      ...DEFAULT_STATE,
      depth: 50,
      init: {
        weight: { name: 'kaimingNormal', options: { nonlinearity: 'tanh' } },
        bias: { name: 'zeros', options: {} },
        embedding: { name: 'default' },
      },
      dialect: 'torch',
    })
  })
})

describe('what cannot be read', () => {
  it.each([
    ['depth=101', 'depth', 'expected a whole number from 1 to 100, got "101"; 20 is taken'],
    ['depth=1.5', 'depth', 'expected a whole number from 1 to 100, got "1.5"; 20 is taken'],
    ['width=', 'width', 'expected a whole number from 1 to 1024, got ""; 100 is taken'],
    ['network=resnet', 'network', /^expected one of chapter, mlp, .*, got "resnet"; mlp is taken$/],
    ['activation=constructor', 'activation', /got "constructor"; tanh is taken$/],
    [
      'network=chapter&data=digits',
      'data',
      'expected one of uniform, normal, got "digits"; uniform is taken',
    ],
    ['network=transformer&data=normal', 'data', 'expected uniform, got "normal"; uniform is taken'],
    ['seed=4294967296', 'seed', /whole number from 0 to 4294967295/],
    ['weight=xavier', 'weight', 'expected an initializer, got "xavier"; the default is taken'],
    ['weight=toString()', 'weight', /^expected an initializer, got "toString\(\)"/],
    [
      'weight=normal(sd=1)',
      'weight',
      'expected options of normal: mean, std; got "sd"; the default is taken',
    ],
    ['weight=zeros(x=1)', 'weight', 'expected options of zeros: none; got "x"; the default is taken'],
    ['weight=normal(std=one)', 'weight', 'normal: expected a number as std, got "one"; the default is taken'],
    ['weight=normal(std=NaN)', 'weight', /expected a number as std, got "NaN"/],
    ['weight=eye(batched=yes)', 'weight', /expected batched to be one of true, false, got "yes"/],
    ['weight=custom', 'weight', /^expected code in parentheses/],
    ['bias=gpt2', 'bias', 'gpt2 is a recipe, for weights alone; the default is taken'],
    ['weight=%E0%A4%A', 'weight', /^expected text in which every % is escaped/],
    ['seed=1&seed=2', 'seed', 'it is given twice; the first is taken'],
    ['sed=1', 'sed', 'there is no "sed"; it is left out'],
  ])('%s is a problem at its place', (text, field, expected) => {
    const { state, problems } = decodeState(text)
    const matching = typeof expected === 'string' ? expected : expect.stringMatching(expected)
    expect(problems).toEqual([{ field, text: matching }])
    const usual = defaultsOf(state.network)
    expect(state).toEqual(field === 'seed' && text.includes('&') ? { ...usual, seed: 1 } : usual)
  })

  it('leaves all else as it was given', () => {
    const { state, problems } = decodeState('depth=7&width=many&seed=3')
    expect(state).toEqual({ ...DEFAULT_STATE, depth: 7, seed: 3 })
    expect(problems.map(({ field }) => field)).toEqual(['width'])
  })
})

describe('the stored states', () => {
  it('are ten, whose links give them back', () => {
    expect(STATES).toHaveLength(10)
    for (const { hash, state } of STATES) expect(decodeState(hash)).toEqual({ state, problems: [] })
  })

  it('cover every network, dialect and data, code and recipes', () => {
    const states = STATES.map(({ state }) => state)
    expect(new Set(states.map(({ network }) => network))).toEqual(new Set(NETWORKS))
    expect(new Set(states.map(({ dialect }) => dialect))).toEqual(new Set(DIALECTS))
    expect(new Set(states.map(({ data }) => data))).toEqual(new Set(DATA))
    expect(states.some(({ init }) => 'code' in init.weight)).toBe(true)
    expect(states.some(({ init }) => init.weight.name === 'gpt2')).toBe(true)
  })
})

describe('defaults', () => {
  it('suit their networks', () => {
    for (const network of NETWORKS) {
      expect(SUITS[network].data[0]).toBe(defaultsOf(network).data)
      expect(decodeState(`network=${network}`)).toEqual({ state: defaultsOf(network), problems: [] })
    }
  })

  it('of another network keep choices and seed', () => {
    const init = { ...DEFAULT_STATE.init, weight: { name: 'orthogonal', options: {} } }
    const { activation, ...state } = withNetwork(
      { ...DEFAULT_STATE, init, seed: 5, dialect: 'keras' },
      'lenet',
    )
    expect(activation).toBe('sigmoid')
    expect(state).toMatchObject({ network: 'lenet', data: 'digits', init, seed: 5, dialect: 'keras' })
  })
})
