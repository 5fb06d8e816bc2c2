import { integer } from '@nn/check'
import { FILL, type FillingThreads, type Threads } from '../words/threads.ts'
import { fillTogether, startFillers } from './fillers.ts'

/** Most threads of a fill. */
const MOST_THREADS = 17

/**
 * Threads on which streams fill float32 arrays of 65536 values and more, with the same bits: this one and `count` − 1 helpers.
 *
 * Helpers share memory with this thread, 192 KiB each (Node; pages that are cross-origin isolated). Where they cannot, and until they have
 * started, this one does all. They sleep when there is nothing to do, stay as long as the process or page and never keep it alive: start
 * them once and give them to all streams.
 *
 * @param count Threads in all, from 1 to 17.
 * @throws TypeError if count is no number, RangeError if it is no integer from 1 to 17.
 * @example
 * ```ts
 * import { createRng, startThreads } from '@nn/random'
 * const threads = startThreads(2)
 * const rng = createRng(42, { threads })
 * rng.at('weight').normal(new Float32Array(100000)) // => createRng(42).at('weight').normal(new Float32Array(100000))
 * startThreads(0) // throws /startThreads: expected count to be an integer of \[1, 17\], got 0/
 * ```
 */
export function startThreads(count: number): Threads {
  const fillers = startFillers(integer('startThreads', 'count', count, 1, MOST_THREADS) - 1)
  const threads: FillingThreads = {
    get count() {
      return 1 + fillers.filter(({ helper }) => !helper.hasFailed()).length
    },
    [FILL]: (source, kernel, first, last, own) => fillTogether(fillers, source, kernel, first, last, own),
  }
  return threads
}
