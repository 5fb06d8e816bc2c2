import { convolve, linear, type Strided, type Tensor, type UnaryOp } from '@nn/tensor'
import { fakeWorkers } from '@nn/testing'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type CpuBackend, cpu, cpuThreads } from '../src/index.ts'
import { COSTLY } from '../src/simd/engine/least.ts'

declare const setTimeout: (then: () => void, milliseconds: number) => unknown

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds))

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('cpuThreads', () => {
  it('takes 1 to 17 threads', () => {
    for (const count of [0, 18, 1.5]) {
      expect(() => cpuThreads(count)).toThrow(
        new RangeError(`cpuThreads: expected count to be an integer of [1, 17], got ${count}`),
      )
    }
    expect(() => cpuThreads(NaN)).toThrow(
      new RangeError('cpuThreads: expected count to be a number, got NaN'),
    )
    expect(() => cpuThreads('2' as never)).toThrow(
      new TypeError('cpuThreads: expected count to be a number, got "2"'),
    )
  })

  it('says what it uses', () => {
    expect(cpuThreads(1)).toBe(cpu)
    expect(cpuThreads(2).features).toEqual([...cpu.features, 'threads'])
  })

  it('is cpu where no memory can be shared', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined)
    expect(cpuThreads(2)).toBe(cpu)
  })

  it('says when its helpers have failed', () => {
    const { Worker, workers } = fakeWorkers()
    vi.stubGlobal('process', undefined)
    vi.stubGlobal('Worker', Worker)
    const threads = cpuThreads(3)
    vi.unstubAllGlobals()
    const prevented = workers.map(({ onerror }) => {
      const preventDefault = vi.fn()
      const before = threads.features
      onerror!({ preventDefault })
      return [before, preventDefault.mock.calls.length]
    })
    expect(prevented).toEqual(workers.map(() => [[...cpu.features, 'threads'], 1]))
    expect(workers.length).toBe(2)
    expect(threads.features).toEqual(cpu.features)
    const x = threads.ones([300, 300])
    expect(x.matmul(x).at(0, 0).item()).toBe(300)
  })

  it('does without helpers that have died', () => {
    const { Worker, workers } = fakeWorkers(2)
    vi.stubGlobal('process', undefined)
    vi.stubGlobal('Worker', Worker)
    const threads = cpuThreads(3)
    vi.unstubAllGlobals()
    let time = 0
    vi.stubGlobal('performance', { now: () => (time += 1) })
    const x = cpu.arange(90_000).sin().reshape(300, 300)
    const image = x.reshape(1, 4, 150, 150)
    const kernel = cpu.arange(576).cos().reshape(16, 4, 3, 3)
    const on = (backend: CpuBackend): Tensor[] => {
      const own = (y: Tensor): Tensor => backend.tensor(y.data, { shape: y.shape })
      const ordered = backend.zeros([300, 300])
      const before = own(x).matmul(own(x))
      backend.orderedMatmul(own(x), own(x), ordered)
      const windows = convolve(own(image), own(kernel))
      return [before, own(x).exp(), windows, linear(own(x), own(x)), ordered, own(x).matmul(own(x))]
    }
    expect(workers.length).toBe(2)
    const expected = on(cpu)
    expect(on(threads).map((y, i) => y.equals(expected[i]!))).toEqual(new Array(6).fill(true))
    expect(time).toBeGreaterThan(2000)
    expect(time).toBeLessThan(5000)
    expect(threads.features).toContain('threads') // of the other helper, for which no call has waited
  })

  it('gives the bits of one thread, before its helpers have started and after', async () => {
    const threads = cpuThreads(3)
    const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 120, max: 300 }))
    const check = (): void =>
      fc.assert(
        fc.property(side, side, side, fc.constantFrom('float32', 'float64'), (m, k, n, dtype) => {
          const [actual, expected] = [threads, cpu].map((on) => {
            const a = on
              .arange(m * k, { dtype })
              .sin()
              .reshape(m, k)
            const b = on
              .arange(k * n, { dtype })
              .cos()
              .reshape(k, n)
            const ordered = on.zeros([m, n], { dtype })
            on.orderedMatmul(a, b, ordered)
            return [a.matmul(b).toArray(), ordered.toArray()]
          })
          expect(actual).toEqual(expected)
        }),
        { numRuns: 25 },
      )
    check()
    await pause(300)
    check()
  })

  it('gives the bits of one thread for functions, before its helpers have started and after', async () => {
    const threads = cpuThreads(3)
    for (const name of COSTLY) sameFunction(threads, name)
    await pause(300)
    for (const name of COSTLY) sameFunction(threads, name)
  })
})

/** Rows on both sides of the size from which on they are shared: dense, with steps, backwards, two of them, and in place. */
function sameFunction(threads: CpuBackend, name: UnaryOp): void {
  for (const size of [65535, 65536, 140001]) {
    const data = Float32Array.from({ length: 2 * size }, (_, i) => Math.fround(i / size - 0.9) * 3)
    data[size] = 123456 // an angle that is too large for the engine
    const x = { data, dtype: 'float32', shape: [size], strides: [1], offset: 0 } as const
    const operands: Strided[] = [
      x,
      { ...x, strides: [2], offset: 1 },
      { ...x, strides: [-2], offset: 2 * size - 1 },
      { ...x, shape: [2, size], strides: [1, 2] },
    ]
    for (const operand of operands) {
      const [actual, expected] = [threads, cpu].map((on) => {
        const out = { ...operand, data: new Float32Array(2 * size) }
        on.unary[name](operand, out)
        const place = { ...operand, data: data.slice() }
        on.unary[name](place, place)
        return [out.data, place.data]
      })
      expect(difference(actual!, expected!), `${name} ${size} ${operand.strides}`).toBe(-1)
    }
  }
}

/** The first index at which two pairs of arrays differ, or -1. */
function difference(a: Float32Array[], b: Float32Array[]): number {
  return a[0]!.findIndex((x, i) => !Object.is(x, b[0]![i]) || !Object.is(a[1]![i], b[1]![i]))
}
