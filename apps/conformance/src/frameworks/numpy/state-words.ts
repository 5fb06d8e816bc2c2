import type { BitGeneratorState } from '@nn/random/numpy'
import { present } from '../../golden/present.ts'
import { numberOf, textOf } from '../../golden/read.ts'

const TWO_64 = 2n ** 64n

/** A 128-bit integer as two words, low one first. */
function halves(digits: unknown): bigint[] {
  const value = BigInt(textOf(digits))
  return [value % TWO_64, value / TWO_64]
}

function words(list: unknown): bigint[] {
  return Array.from(list as ArrayLike<string | number>, (digits) => BigInt(digits))
}

/** A bit generator's state as 64-bit words, in the order of NumPy's dictionary. */
export function stateWords({
  bit_generator,
  state,
  buffer,
  buffer_pos,
  has_uint32,
  uinteger,
}: BitGeneratorState): bigint[] {
  const half = [has_uint32, uinteger].map((value) => BigInt(value ?? 0))
  if (bit_generator === 'MT19937') return [...words(state.key), BigInt(numberOf(state.pos))]
  if (bit_generator === 'SFC64') return [...words(state.state), ...half]
  if (bit_generator === 'Philox')
    return [
      ...words(state.counter),
      ...words(state.key),
      ...words(buffer),
      BigInt(present(buffer_pos, 'buffer_pos')),
      ...half,
    ]
  return [...halves(state.state), ...halves(state.inc), ...half]
}
