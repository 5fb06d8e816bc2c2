import { makeInitializer } from '../catalogue/make-initializer.ts'
import { type Choice, type LabState, ROLES } from '../state/state.ts'
import { lawOf } from './law.ts'

/** Initializers that Keras and JAX do not have by name, but as variance scaling. */
const SCALED: readonly string[] = ['mxnetXavier', 'msraPrelu', 'siren']

/** A state whose choices are variance scaling where they are so in Keras and JAX. */
export function respelled(state: LabState): LabState {
  const init = { ...state.init }
  for (const role of ROLES) init[role] = asScaling(init[role])
  return { ...state, init }
}

/** The names of choices that another spelling takes the place of. */
export function respelledNames({ init }: LabState): readonly string[] {
  return [
    ...new Set(
      ROLES.map((role) => init[role]).flatMap((choice) => (asScaling(choice) === choice ? [] : choice.name)),
    ),
  ]
}

function asScaling(choice: Choice): Choice {
  if (!('options' in choice) || !SCALED.includes(choice.name)) return choice
  const unknown = () => {
    throw new RangeError(`code: expected ${choice.name} to need no other network`)
  }
  const law = lawOf(makeInitializer(choice.name, choice.options, { startedFrom: unknown }))
  if (law.kind !== 'scaled') return choice
  const { scale, mode, family: distribution } = law
  return { name: 'varianceScaling', options: { scale, mode, distribution } }
}
