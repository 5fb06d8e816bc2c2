import {
  type Block,
  type Compiled,
  compile,
  createMemory,
  decode,
  emptyBlock,
  type Helper,
  shareOut,
  startHelper,
} from '@nn/wasm'
import { kernels } from '../generated/kernels.ts'
import { KEYS_AT, type Kernel, lawOf, PARAMS_AT } from './simd.ts'
import { CHUNK, carries, counterOf, GROUP, type WordSource } from './word-source.ts'

/** From this length on a fill is worth waking helpers for: it takes about 70 µs. */
export const SHARED_LENGTH = 65536
/** Most threads of a fill. */
export const MOST_THREADS = 17

/** Groups of a chunk, and of the most that a helper makes at a time. */
const SIZES = [CHUNK / GROUP, (8 * CHUNK) / GROUP] as const

/** A helper's memory: the kernels' places, then what we tell each other, then two blocks of elements. */
const PAGES = 3
const TALK_AT = 1280
const BLOCKS_AT = [0x7800, 0x17c00] as const

/** A helper with views of its memory, which is its own. */
interface Filler {
  readonly helper: Helper
  readonly keys: Uint32Array
  readonly params: Uint8Array
  readonly blocks: readonly Values[]
}

/** A block of a helper's memory. */
interface Values extends Block {
  readonly at: number
  readonly values: Float32Array
}

/** What this thread does with groups: make them, and copy those that a helper has made. */
interface Own {
  make(group: number, groups: number): void
  copy(values: Float32Array, group: number, groups: number): void
}

/** Those of this process or page, which all streams use, and what they run. */
const fillers: Filler[] = []
let module: Compiled | null | undefined

/** Starts what is missing of that many helpers, where there is shared memory. */
export function startFillers(count: number): void {
  while (fillers.length < count) {
    const filler = startFiller()
    if (filler === null) return
    fillers.push(filler)
  }
}

function startFiller(): Filler | null {
  const memory = createMemory(PAGES, true)
  if (memory === null) return null
  module ??= compile(decode(kernels), PAGES)
  const helper =
    module && startHelper({ memory, modules: [module], kernels: [[0, 'fill']], address: TALK_AT })
  return (
    helper && {
      helper,
      keys: new Uint32Array(memory.buffer, KEYS_AT, 20),
      params: new Uint8Array(memory.buffer, PARAMS_AT, 64),
      blocks: BLOCKS_AT.map((at) => {
        const values = new Float32Array(memory.buffer, at, SIZES[1] * GROUP)
        return { ...emptyBlock(helper), at, values }
      }),
    }
  )
}

/** Makes groups `[first, last)` on as many threads as the source says. */
export function fillTogether(
  source: WordSource,
  kernel: Kernel,
  first: number,
  last: number,
  own: Own,
): void {
  const helpers = fillers.slice(0, source.threads - 1).filter(({ helper }) => helper.isReady())
  for (const { keys, params } of helpers) {
    keys.set(source.keys)
    params.set(new Uint8Array(kernel.params.buffer))
  }
  const law = lawOf(kernel)
  const blocks = helpers.flatMap((filler) => filler.blocks)
  shareOut(first, last, SIZES, blocks, {
    give: ({ helper, at }, group, groups) =>
      carries(group, groups) ? null : helper.give(0, [law, at, ...counterOf(group), source.call, groups]),
    take: ({ values }, group, groups) => own.copy(values, group, groups),
    make: own.make,
  })
}
