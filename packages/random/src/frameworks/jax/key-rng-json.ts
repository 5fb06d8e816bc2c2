import { integer, show } from '../../stream/check.ts'
import { wrapKeyData } from './key.ts'
import { type KeyRng, type KeyRngState, type KeyRule, RuledKeyRng } from './key-rng.ts'

/** The stream that the JSON of one with this rule described. */
export function keyRngFromJSON(where: string, rule: KeyRule, state: unknown): KeyRng {
  if (typeof state !== 'object' || state === null)
    throw new TypeError(`${where}: expected the object that rng.toJSON() gives, got ${show(state)}`)
  const { algorithm, version, key, partitionable, path, call } = state as KeyRngState
  if (algorithm !== rule.algorithm || version !== 1)
    throw new RangeError(
      `${where}: expected algorithm "${rule.algorithm}" version 1, got ${show(algorithm)} version ${show(version)}`,
    )
  if (!Array.isArray(key) || typeof partitionable !== 'boolean' || typeof path !== 'string')
    throw new RangeError(`${where}: expected key, partitionable and path as rng.toJSON() gives them`)
  integer(where, 'call', call, 0, 2 ** 32)
  return new RuledKeyRng(rule, wrapKeyData(key, { partitionable }), path, call)
}
