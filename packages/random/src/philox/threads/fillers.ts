import {
  type Block,
  type Compiled,
  compile,
  createMemory,
  emptyBlock,
  type Helper,
  shareOut,
  startHelper,
} from '@nn/wasm'
import { kernels } from '../../generated/kernels.ts'
import { PHILOX_BLOCK, PHILOX_HELPER, PHILOX_OTHER_BLOCK } from '../../wasm/addresses.ts'
import { type Inputs, inputsOf, type Kernel, lawOf, tell } from '../words/simd.ts'
import type { Own } from '../words/threads.ts'
import { CHUNK, carries, counterOf, GROUP, type WordSource } from '../words/word-source.ts'

/** Pages of 64 KiB of a helper's memory. */
const PAGES = 3
const BLOCK_WORDS = 0x4000

/** A helper with views of its memory, which is its own. */
export interface Filler {
  readonly helper: Helper
  readonly inputs: Inputs
  readonly blocks: readonly Values[]
}

/** A block of a helper's memory. */
interface Values extends Block {
  readonly at: number
  readonly values: Float32Array
}

/** Starts that many helpers, or those that can be. */
export function startFillers(count: number): Filler[] {
  const module = count > 0 ? compile(kernels, true) : null
  const fillers: Filler[] = []
  while (module && fillers.length < count) {
    const filler = startFiller(module)
    if (filler === null) break
    fillers.push(filler)
  }
  return fillers
}

function startFiller(module: Compiled): Filler | null {
  const memory = createMemory(PAGES, true)
  const helper =
    memory && startHelper({ memory, modules: [module], kernels: [[0, 'fill']], address: PHILOX_HELPER })
  return (
    helper && {
      helper,
      inputs: inputsOf(memory.buffer),
      blocks: [PHILOX_BLOCK, PHILOX_OTHER_BLOCK].map((at) => {
        const values = new Float32Array(memory.buffer, at, BLOCK_WORDS)
        return { ...emptyBlock(helper), at, values }
      }),
    }
  )
}

/** Makes groups `[first, last)` on this thread and on those helpers that have started. */
export function fillTogether(
  fillers: readonly Filler[],
  source: WordSource,
  kernel: Kernel,
  first: number,
  last: number,
  own: Own,
): void {
  const helpers = fillers.filter(({ helper }) => helper.isReady())
  for (const { inputs } of helpers) tell(inputs, source.key, kernel)
  const law = lawOf(kernel)
  const blocks = helpers.flatMap((filler) => filler.blocks)
  shareOut(first, last, [CHUNK / GROUP, BLOCK_WORDS / GROUP], blocks, {
    give: ({ helper, at }, group, groups) =>
      carries(group, groups) ? null : helper.give(0, [law, at, ...counterOf(group), source.call, groups]),
    take: ({ values }, group, groups) => own.copy(values, group, groups),
    make: own.make,
  })
}
