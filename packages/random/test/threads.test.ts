import { fakeWorkers } from '@nn/testing'
import { describe, expect, it, vi } from 'vitest'
import { createRng, type Rng, rngFromJSON, startThreads, type Threads } from '../src/index.ts'
import { FILL, threadsOf } from '../src/philox/words/threads.ts'

declare const setTimeout: (then: () => void, milliseconds: number) => unknown

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds))

const SIZES = [65535, 65536, 65537, 200003]
const STARTS = [0, 5, 2 ** 34 - 100000]

/** All fills that threads may share, and one of each kind that they may not. */
const FILLS: Record<string, (rng: Rng, length: number, start: number) => ArrayLike<number>> = {
  uniform: (rng, n, start) => rng.uniform(new Float32Array(n), { low: -0.3, high: 2, start }),
  normal: (rng, n, start) => rng.normal(new Float32Array(n), { mean: 1, std: 0.1, start }),
  'truncated normal': (rng, n, start) => rng.truncatedNormal(new Float32Array(n), { start }),
  bernoulli: (rng, n, start) => rng.bernoulli(new Float32Array(n), { p: 0.2, start }),
  'truncated normal far out': (rng, n, start) =>
    rng.truncatedNormal(new Float32Array(n), { low: 4, high: 5, start }),
  'bernoulli of bytes': (rng, n, start) => rng.bernoulli(new Uint8Array(n), { p: 0.2, start }),
  'uniform of float64': (rng, n, start) => rng.uniform(new Float64Array(n), { start }),
  bits: (rng, n, start) => rng.bits(new Uint32Array(n), { start }),
}

/** The first index at which two arrays differ, or -1. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length)
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i
  return -1
}

function sameBits(threads: Threads): void {
  const [one, three] = [createRng(42), createRng(42, { threads })].map((rng) => rng.at('layer').at(0))
  for (const [law, fill] of Object.entries(FILLS))
    for (const size of SIZES)
      for (const start of STARTS) {
        const [actual, expected] = [three, one].map((rng) => fill(rng!.clone(), size, start))
        expect(difference(actual!, expected!), `${law}, ${size} from ${start}`).toBe(-1)
      }
}

describe('threads', () => {
  it('are from 1 to 17', () => {
    expect(() => startThreads(NaN)).toThrow('startThreads: expected count to be a number, got NaN')
    for (const count of [0, 18, 1.5])
      expect(() => startThreads(count)).toThrow(
        new RangeError(`startThreads: expected count to be an integer of [1, 17], got ${count}`),
      )
    expect(() => startThreads('2' as never)).toThrow(
      new TypeError('startThreads: expected count to be a number, got "2"'),
    )
    expect([1, 3].map((count) => startThreads(count).count)).toEqual([1, 3])
  })

  it('are counted without those that have failed', () => {
    const { Worker, workers } = fakeWorkers()
    vi.stubGlobal('process', undefined)
    vi.stubGlobal('Worker', Worker)
    const threads = startThreads(3)
    vi.unstubAllGlobals()
    expect(threads.count).toBe(3)
    workers[1]!.onerror!({ preventDefault: () => {} })
    expect(threads.count).toBe(2)
  })

  it('are those of startThreads', () => {
    for (const [threads, got] of [
      [2, '2'],
      [null, 'null'],
      [{ count: 2 }, 'an object'],
    ]) {
      const message = `expected threads that startThreads gives, got ${got}; try startThreads(2)`
      const options = { threads: threads as never }
      expect(() => createRng(1, options)).toThrow(new TypeError(`createRng: ${message}`))
      expect(() => rngFromJSON(createRng(1).toJSON(), options)).toThrow(
        new TypeError(`rngFromJSON: ${message}`),
      )
    }
  })

  it('are no part of the state', () => {
    const threads = startThreads(2)
    const state = createRng(1, { threads }).at('a').toJSON()
    expect(state).toEqual(createRng(1).at('a').toJSON())
    const [one, two] = [rngFromJSON(state), rngFromJSON(state, { threads })]
    expect(two.normal(new Float32Array(70000))).toEqual(one.normal(new Float32Array(70000)))
  })

  it('do not change bits, before helpers have started and after', async () => {
    const threads = startThreads(3)
    sameBits(threads)
    await pause(300)
    sameBits(threads)
  })

  it('share the work', async () => {
    const threads = threadsOf('test', startThreads(3))
    const groups = 20000
    const made = new Uint8Array(groups)
    let copied = 0
    const source = { key: [0, 0], call: 0 } as const
    const kernel = { name: 'uniform', params: [0, 1, 1] } as const
    while (copied === 0) {
      await pause(20) // until they have started
      made.fill(0)
      threads?.[FILL](source, kernel, 0, groups, {
        make: (group, count) => {
          for (let k = 0; k < 100; k++) made.fill(1, group, group + count) // no faster than a kernel
        },
        copy: (values, group, count) => {
          expect(values.length).toBeGreaterThanOrEqual(16 * count)
          made.fill(1, group, group + count)
          copied += count
        },
      })
      expect(made.every((x) => x === 1)).toBe(true)
    }
    expect(copied).toBeGreaterThan(0)
  })
})
