import { type Block, emptyBlock, type Helper, type Memory, shareOut } from '@nn/wasm'
import { isWave, waveOf } from '../simd/elementwise/elementwise.ts'
import { CHUNK, HELPER_CHUNKS } from '../simd/engine/addresses.ts'
import { load, padded, store } from '../simd/engine/chunks.ts'
import type { Engine } from '../simd/engine/engine.ts'
import { COSTLY } from '../simd/engine/least.ts'

/** A block of the memory, as large as a chunk. */
interface Chunk extends Block {
  readonly at: number
  readonly values: Float32Array
}

/** Runs the costly kernels on helpers too; `first` is the number by which helpers know the first of these kernels. */
export function spreadOver(
  { buffer }: Memory,
  helpers: readonly Helper[],
  first: number,
): NonNullable<Engine['spread']> {
  const blocks = helpers.flatMap((helper, i) =>
    [2 * i, 2 * i + 1].map((k): Chunk => {
      const at = HELPER_CHUNKS + 4 * CHUNK * k
      return { ...emptyBlock(helper), at, values: new Float32Array(buffer, at, CHUNK) }
    }),
  )
  const numbers: ReadonlyMap<string, number> = new Map(COSTLY.map((name, i) => [name, first + i]))
  return (name, from, to, count, make) => {
    const kernel = numbers.get(name)
    if (kernel === undefined) return false
    const ready = blocks.filter(({ helper }) => helper.isReady())
    shareOut(0, count, [CHUNK, CHUNK], ready, {
      give({ helper, at, values }, done, some) {
        load(values, from.data, from.at + done * from.step, from.step, some)
        values.fill(0, some, padded(some))
        return helper.give(kernel, [at, padded(some)])
      },
      take({ helper, task, values }, done, some) {
        if (isWave(name) && helper.result(task) === 0) waveOf(name, values, some)
        store(values, to.data, to.at + done * to.step, to.step, some)
      },
      make,
    })
    return true
  }
}
