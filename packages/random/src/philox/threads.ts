import { type Compiled, compile, createMemory, type Helper, startHelper } from '@nn/wasm'
import { kernels } from '../generated/kernels.ts'
import { KEYS_AT, type Kernel, lawOf, PARAMS_AT } from './simd.ts'
import { CHUNK, carries, counterOf, GROUP, type WordSource } from './word-source.ts'

/** From this length on a fill is worth waking helpers for: it takes about 70 µs. */
export const SHARED_LENGTH = 65536
/** Most threads of a fill. */
export const MOST_THREADS = 17

/** Groups of a chunk, and of the most that a helper makes at a time. */
const LEAST = CHUNK / GROUP
const MOST = 8 * LEAST

/** A helper's memory: the kernels' places, then what we tell each other, then two blocks of elements. */
const PAGES = 3
const TALK_AT = 1280
const BLOCKS_AT = [0x7800, 0x17c00] as const

/** A helper with views of its memory, which is its own. */
interface Filler {
  readonly helper: Helper
  readonly keys: Uint32Array
  readonly params: Uint8Array
  readonly blocks: readonly Block[]
}

/** A block of a helper's memory, and the groups that it makes or has made there. */
interface Block {
  readonly helper: Helper
  readonly at: number
  readonly values: Float32Array
  /** The number of the helper's task, */
  task: number
  /** and what is to be copied when it is done. */
  group: number
  groups: number
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
  module ??= compile(kernels, PAGES)
  const helper =
    module && startHelper({ memory, modules: [module], kernels: [[0, 'fill']], address: TALK_AT })
  return (
    helper && {
      helper,
      keys: new Uint32Array(memory.buffer, KEYS_AT, 20),
      params: new Uint8Array(memory.buffer, PARAMS_AT, 64),
      blocks: BLOCKS_AT.map((at) => {
        const values = new Float32Array(memory.buffer, at, MOST * GROUP)
        return { helper, at, values, task: 0, group: 0, groups: 0 }
      }),
    }
  )
}

/**
 * Makes groups `[first, last)` on several threads: this one makes a chunk at a time, and between two it copies what helpers have made and
 * gives them more, so that each has a block to go on with. One whose core is taken away holds up nobody.
 */
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
  const blocks = helpers.flatMap((filler) => filler.blocks)
  for (const block of blocks) block.groups = 0
  let next = first
  while (next < last) {
    for (const block of blocks) {
      if (!block.helper.isDone(block.task)) continue
      copy(block, own)
      const share = 2 * Math.ceil((last - next) / (8 * source.threads))
      const groups = Math.min(last - next, MOST, Math.max(LEAST, share))
      if (groups === 0 || carries(next, groups)) continue
      give(block, source, kernel, next, groups)
      next += groups
    }
    const groups = Math.min(last - next, LEAST)
    if (groups > 0) own.make(next, groups)
    next += groups
  }
  for (const block of blocks) finish(block, own)
}

function give(block: Block, { call }: WordSource, kernel: Kernel, group: number, groups: number): void {
  block.group = group
  block.groups = groups
  block.task = block.helper.give(0, [lawOf(kernel), block.at, ...counterOf(group), call, groups])
}

function copy(block: Block, own: Own): void {
  if (block.groups > 0) own.copy(block.values, block.group, block.groups)
  block.groups = 0
}

/** This thread makes what a helper is at, until that is done. */
function finish(block: Block, own: Own): void {
  const { helper, task, group, groups } = block
  for (let made = 0; made < groups; made += LEAST) {
    if (helper.isDone(task)) {
      copy(block, own)
      return
    }
    own.make(group + made, Math.min(LEAST, groups - made))
  }
}
