import { integer, message, show } from '@nn/check'
import { type PhiloxKey, philoxBlock } from '../../engines/philox4x32.ts'
import { type PhiloxSource, words64 } from './kernels/source.ts'

/** A stateless seed: two integers of 64 bits. */
export type StatelessSeed = readonly [number | bigint, number | bigint]

const SCRAMBLE: PhiloxKey = [0x3ec8f720, 0x02461e29]

/** An integer of [−2⁶³, 2⁶³), as TensorFlow's int64 tensors hold it. */
export function int64(where: string, name: string, value: unknown): bigint {
  if (typeof value !== 'bigint') return BigInt(integer(where, name, value))
  if (BigInt.asIntN(64, value) !== value)
    throw new RangeError(message(where, `${name} to be an integer of [-2^63, 2^63)`, show(value)))
  return value
}

/** Key and counter of a stateless seed: Philox of the seed's four words under a fixed key. */
export function statelessSource(where: string, seed: StatelessSeed): PhiloxSource {
  if (!Array.isArray(seed) || seed.length !== 2)
    throw new TypeError(message(where, 'a seed of two integers', show(seed), 'try [42, 0]'))
  const [low, high] = [int64(where, 'seed[0]', seed[0]), int64(where, 'seed[1]', seed[1])]
  const mixed = new Uint32Array(4)
  philoxBlock(SCRAMBLE, ...words64(low), ...words64(high), mixed, 0, 1)
  const [k0 = 0, k1 = 0, c2 = 0, c3 = 0] = mixed
  return { key: [k0, k1], counter: [0, 0, c2, c3] }
}
