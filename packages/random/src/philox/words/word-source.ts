import { type PhiloxKey, philoxBlock } from '../../engines/philox4x32.ts'
import type { FillingThreads } from './threads.ts'

const TWO_32 = 2 ** 32

/** Words of a group: four consecutive counters give four words each. */
export const GROUP = 16
/** Words of a chunk: the scratch that a fill streams through, small enough to stay in the first-level cache. */
export const CHUNK = 2048

/**
 * The words of one fill: an infinite array with random access, in *vector order*. Word `i` belongs to group
 * `g = ⌊i/16⌋` and is output `⌊i/4⌋ mod 4` of the counter `(4g + i mod 4, call, attempt)`. Four counters are the
 * lanes of one SIMD register and the order is that of the registers, so that vector code stores without a transpose.
 */
export interface WordSource {
  readonly key: PhiloxKey
  /** The number of the fill in its stream. */
  readonly call: number
  /** Threads that may make the values of large fills. */
  readonly threads?: FillingThreads | undefined
}

/** The counter of a group's first words. Group and counter may pass 2³² (arrays of 10⁹ elements and more): doubles hold them exactly. */
export function counterOf(group: number): [low: number, high: number] {
  const counter = 4 * group
  return counter < TWO_32 ? [counter, 0] : [counter % TWO_32, Math.floor(counter / TWO_32)]
}

/**
 * Whether the low words of the counters of that many groups, rounded up to pairs, carry into the high ones: the kernels' do not, and the
 * plain twin makes what would.
 */
export function carries(group: number, groups: number): boolean {
  return counterOf(group)[0] + 4 * groups + 4 > TWO_32
}

/** Writes `groups` groups of words from group `first` on to the start of `out`. */
export function fillGroups({ key, call }: WordSource, out: Uint32Array, first: number, groups: number): void {
  for (let g = 0; g < groups; g++) {
    const [low, high] = counterOf(first + g)
    for (let lane = 0; lane < 4; lane++) philoxBlock(key, low + lane, high, call, 0, out, GROUP * g + lane, 4)
  }
}

const block = /* @__PURE__ */ new Uint32Array(4)

/** Word `index` of a later attempt, for laws that reject: attempts 1, 2, … have words of their own. */
export function wordOfAttempt({ key, call }: WordSource, index: number, attempt: number): number {
  const counter = 4 * Math.floor(index / GROUP) + (index % 4)
  philoxBlock(key, counter % TWO_32, Math.floor(counter / TWO_32), call, attempt, block, 0, 1)
  return block[Math.floor(index / 4) % 4]!
}
