import { wrongKind } from '@nn/check'
import { isTensor, type Tensor } from '@nn/tensor'
import { LoadReport, StateDictError } from '../module/state-dict.ts'

/**
 * Checks that values under another framework's names are tensors, and that their names are those of the network.
 *
 * @throws TypeError if `state` is no Map of tensors; StateDictError, with the report, if names are missing or unexpected.
 */
export function checkForeignNames(
  where: string,
  state: ReadonlyMap<string, Tensor>,
  wanted: readonly string[],
): void {
  if (!(state instanceof Map)) throw wrongKind(where, 'state to be a Map of tensors by name', state)
  for (const [name, value] of state) {
    if (!isTensor(value)) throw wrongKind(name, 'a tensor', value)
  }
  const known = new Set(wanted)
  const missing = wanted.filter((name) => !state.has(name))
  const unexpected = [...state.keys()].filter((name) => !known.has(name))
  if (missing.length + unexpected.length === 0) return
  const found = [...listed('missing', missing), ...listed('unexpected', unexpected)].join(', ')
  const text = `${where}: expected the names of the network, got ${found}; nothing was loaded`
  throw new StateDictError(text, new LoadReport({ loaded: [], missing, unexpected, mismatched: [] }))
}

function listed(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  return [`${names.length} ${what} (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''})`]
}
