import { message, show } from '@nn/check'
import type { RngState } from './rng.ts'

/** The members of a state, of any kind until they are checked. */
export type Unchecked<S extends RngState> = { readonly [name in keyof S]: unknown }

/**
 * The members of what `rng.toJSON()` gave, of one of the algorithms and of version 1.
 *
 * @throws TypeError if it is no object, RangeError if it is another stream's or of another version.
 */
export function openState<S extends RngState>(
  where: string,
  state: unknown,
  ...algorithms: readonly S['algorithm'][]
): Unchecked<S> {
  if (typeof state !== 'object' || state === null)
    throw new TypeError(message(where, 'the object that rng.toJSON() gives', show(state)))
  const { algorithm, version } = state as Partial<RngState>
  if (algorithms.some((known) => known === algorithm) && version === 1) return state as Unchecked<S>
  const known = algorithms.map(show).join(' or ')
  throw new RangeError(
    message(where, `algorithm ${known} version 1`, `${show(algorithm)} version ${show(version)}`),
  )
}

/**
 * An integer of `[least, most]` from its decimal digits.
 *
 * @throws RangeError if it is none.
 */
export function digitsOf(
  where: string,
  name: string,
  value: unknown,
  [least, most]: readonly [bigint, bigint],
): bigint {
  if (typeof value === 'string' && /^-?\d{1,40}$/.test(value)) {
    const integer = BigInt(value)
    if (least <= integer && integer <= most) return integer
  }
  throw new RangeError(
    message(where, `${name} to be the digits of an integer of [${least}, ${most}]`, show(value)),
  )
}
