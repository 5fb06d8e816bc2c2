import { integer, message, show } from '@nn/check'

/** The bit generators of NumPy. */
export type BitGeneratorName = 'PCG64' | 'PCG64DXSM' | 'Philox' | 'SFC64' | 'MT19937'

/**
 * A bit generator's state with NumPy's own keys. Integers of more than 32 bits are written as decimal digits, because
 * JSON readers round them; bigints and safe integers are read too.
 */
export interface BitGeneratorState {
  readonly bit_generator: BitGeneratorName
  readonly state: Readonly<Record<string, unknown>>
  /** Philox: the block of the last counter, and how many of its four words are drawn. */
  readonly buffer?: readonly unknown[]
  readonly buffer_pos?: number
  /** Whether half a 64-bit word is left over (not MT19937's). */
  readonly has_uint32?: number
  readonly uinteger?: number
}

/** The state's dictionaries, of the right bit generator. */
export function parseState(name: BitGeneratorName, value: unknown): BitGeneratorState {
  const where = `${name}.state`
  if (typeof value !== 'object' || value === null)
    throw new TypeError(message(where, "the dictionary of a bit generator's state", show(value)))
  const state = value as BitGeneratorState
  if (state.bit_generator !== name) {
    const got = `one of ${show(state.bit_generator)}`
    throw new RangeError(message(where, `a state of ${name}`, got, 'make that bit generator'))
  }
  if (typeof state.state !== 'object' || state.state === null)
    throw new RangeError(message(where, 'the member state to be a dictionary', show(state.state)))
  return state
}

/** The half-word of a state. */
export function parseHalf(where: string, { has_uint32, uinteger }: BitGeneratorState): [boolean, number] {
  return [
    integer(where, 'has_uint32', has_uint32, 0, 1) === 1,
    integer(where, 'uinteger', uinteger, 0, 2 ** 32 - 1),
  ]
}
