import { type Choice, type DialectName, type LabState, ROLES } from '../state/state.ts'
import { lawOf } from './law.ts'
import { makeInitializer } from './make-initializer.ts'

/** Initializers that Keras, Flax and MXNet have, if at all, as variance scaling. */
const SCALED: readonly string[] = ['mxnetXavier', 'msraPrelu', 'siren']
/** In PyTorch the laws have the same bits by their formulas. */
const AS_THEY_ARE: readonly DialectName[] = ['none', 'torch']

/** A state whose choices are variance scaling where its framework says them so. */
export function respelled(state: LabState): LabState {
  if (AS_THEY_ARE.includes(state.dialect)) return state
  const init = { ...state.init }
  for (const role of ROLES) init[role] = asScaling(init[role])
  return { ...state, init }
}

function asScaling(choice: Choice): Choice {
  if (!('options' in choice) || !SCALED.includes(choice.name)) return choice
  // These ask for no other network.
  const made = makeInitializer(choice.name, choice.options, { startedFrom: () => new Map() })
  const law = lawOf(made)
  if (law.kind !== 'scaled') return choice
  const { scale, mode, family: distribution } = law
  return { name: 'varianceScaling', options: { scale, mode, distribution } }
}
