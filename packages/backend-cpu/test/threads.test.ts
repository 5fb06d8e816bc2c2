import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpu, cpuThreads } from '../src/index.ts'
import { createMemory } from '../src/simd/module.ts'
import { give, join, startHelper, Team } from '../src/threads/team.ts'

declare const WebAssembly: { Module: new (bytes: Uint8Array) => object }
declare const setTimeout: (then: () => void, milliseconds: number) => unknown

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds))

describe('cpuThreads', () => {
  it('takes 1 to 17 threads', () => {
    for (const count of [0, 18, 1.5, NaN]) {
      expect(() => cpuThreads(count)).toThrow(
        new RangeError(`cpuThreads: expected an integer from 1 to 17, got ${count}`),
      )
    }
    expect(() => cpuThreads('2' as never)).toThrow(
      new TypeError('cpuThreads: expected an integer from 1 to 17, got 2'),
    )
  })

  it('says what it uses', () => {
    expect(cpuThreads(1).features).toEqual(cpu.features)
    expect(cpuThreads(2).features).toEqual([...cpu.features, 'threads'])
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
})

it('a helper takes tasks, one after the other, from sleep too', async () => {
  const memory = createMemory(true)!
  const module = new WebAssembly.Module(writer)
  expect(startHelper({ memory, modules: [module, module], index: 0 })).toBe(true)
  const team = new Team(memory, 1)
  for (let i = 0; i < 100 && team.ready().length === 0; i++) await pause(20)
  const [block] = team.ready()
  const word = new Int32Array(memory.buffer, 0, 1)
  for (const value of [3, 4, 5]) {
    give(block!, 1, [0, 0, 0, value, 0, 0, 0])
    join(block!)
    expect(word[0]).toBe(value)
    await pause(5) // longer than it stays awake
  }
})

const text = (name: string): number[] => [name.length, ...Array.from(name, (char) => char.charCodeAt(0))]
const section = (id: number, body: readonly number[]): number[] => [id, body.length, ...body]

/** `multiply(padded, columns, start, depth, …)` stores `depth` at address 0. */
const writer = new Uint8Array([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, [1, 0x60, 7, ...new Array(7).fill(0x7f), 0]),
  ...section(2, [1, ...text('env'), ...text('memory'), 2, 3, 112, 112]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...text('multiply'), 0, 0]),
  ...section(10, [1, 9, 0, 0x41, 0, 0x20, 3, 0x36, 2, 0, 0x0b]),
])
