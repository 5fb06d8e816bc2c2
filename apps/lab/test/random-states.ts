import { createRng, type Rng } from '@nn/random'
import { ACTIVATION_NAMES } from '../src/activations/activation-names.ts'
import { GROUPS, RECIPES } from '../src/catalogue/entries.ts'
import type { Entry, Option, OptionValue } from '../src/catalogue/option.ts'
import { SUITS } from '../src/networks/suits.ts'
import { DEFAULT_STATE } from '../src/state/defaults.ts'
import { type Choice, DIALECTS, type LabState, NETWORKS } from '../src/state/state.ts'

const ENTRIES = GROUPS.flatMap(({ entries }) => entries)
const NAMES_OF_BIASES = [
  'zeros',
  'constant',
  'uniform',
  'normal',
  'truncatedNormal',
  'priorBias',
  'kaimingUniform',
]
const FOR_BIASES = ENTRIES.filter(({ name }) => NAMES_OF_BIASES.includes(name))
const CUSTOM: Choice = { name: 'custom', code: '(request) => normal({ std: 0.1 })(request)' }

/** States of all networks, choices and dialects, the same for the same seed. */
export function randomStates(count: number, seed: number): readonly LabState[] {
  const dice = new Dice(createRng(seed))
  return Array.from({ length: count }, () => stateOf(dice))
}

class Dice {
  readonly #rng: Rng

  constructor(rng: Rng) {
    this.#rng = rng
  }

  roll(): number {
    return this.#rng.uniform(new Float64Array(1))[0] ?? 0
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.roll() * from.length)]
    if (picked === undefined) throw new RangeError('nothing to pick from')
    return picked
  }
}

function stateOf(dice: Dice): LabState {
  const network = dice.pick(NETWORKS)
  return {
    ...DEFAULT_STATE,
    network,
    depth: dice.pick([1, 2, 3, 8]),
    width: dice.pick([2, 4, 12, 32]),
    activation: dice.pick(ACTIVATION_NAMES),
    dialect: dice.pick(DIALECTS),
    data: dice.pick(SUITS[network].data),
    seed: dice.pick([0, 42, 2 ** 32 - 1, Math.floor(dice.roll() * 2 ** 32)]),
    init: {
      weight: choiceOf(dice, 0.1, dice.roll() < 0.15 ? RECIPES.entries : ENTRIES),
      bias: choiceOf(dice, 0.6, FOR_BIASES),
      embedding: choiceOf(dice, 0.5, ENTRIES),
    },
  }
}

function choiceOf(dice: Dice, share: number, entries: readonly Entry[]): Choice {
  const at = dice.roll()
  if (at < share) return { name: 'default' }
  if (at < share + 0.03) return CUSTOM
  const { name, options } = dice.pick(entries)
  const given: Record<string, OptionValue> = {}
  for (const option of options) {
    if (option.isRequired === true || dice.roll() < 0.3) given[option.name] = optionOf(dice, option)
  }
  return { name, options: given }
}

function optionOf(dice: Dice, option: Option): OptionValue {
  if (option.kind === 'choice') return dice.pick(option.values)
  if (option.kind === 'boolean') return dice.roll() < 0.5
  const { min, max, step } = option
  const steps = Math.round((dice.roll() * (max - min)) / step)
  return Number((min + steps * step).toPrecision(6))
}
