import { philoxBlock, roundKeys } from '../../philox/philox.ts'
import { integer, show } from '../../stream/check.ts'
import { type PhiloxSource, words64 } from './source.ts'

/** A stateless seed: two integers of 64 bits. */
export type StatelessSeed = readonly [number | bigint, number | bigint]

const scramble = /* @__PURE__ */ roundKeys(0x3ec8f720, 0x02461e29)

/** An integer of [−2⁶³, 2⁶³), as TensorFlow's int64 tensors hold it. */
export function int64(where: string, name: string, value: unknown): bigint {
  if (typeof value !== 'bigint')
    return BigInt(integer(where, name, value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
  if (BigInt.asIntN(64, value) !== value)
    throw new RangeError(`${where}: expected ${name} to be an integer of [-2^63, 2^63), got ${show(value)}`)
  return value
}

/** Key and counter of a stateless seed: Philox of the seed's four words under a fixed key. */
export function statelessSource(where: string, seed: StatelessSeed): PhiloxSource {
  if (!Array.isArray(seed) || seed.length !== 2)
    throw new TypeError(`${where}: expected a seed of two integers, got ${show(seed)}; try [42, 0]`)
  const [low, high] = [int64(where, 'seed[0]', seed[0]), int64(where, 'seed[1]', seed[1])]
  const mixed = new Uint32Array(4)
  const [c0, c1, c2, c3] = [...words64(low), ...words64(high)] as [number, number, number, number]
  philoxBlock(scramble, c0, c1, c2, c3, mixed, 0, 1)
  return { key: [mixed[0]!, mixed[1]!], counter: [0, 0, mixed[2]!, mixed[3]!] }
}
